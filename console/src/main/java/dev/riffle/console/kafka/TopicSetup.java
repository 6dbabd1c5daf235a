package dev.riffle.console.kafka;

import dev.riffle.kafka.TopicCreation;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Creates the topics of the catalogue that a cluster lacks, and compares those that it has. What is there is never
 * changed.
 *
 * @param created names of topics that were made
 * @param unchanged names of topics that were there as they should be
 * @param differences a sentence for each setting that is not as the catalogue wants it
 */
public record TopicSetup(List<String> created, List<String> unchanged, List<String> differences) {
    /**
     * Brings a cluster up to the catalogue.
     *
     * @throws dev.riffle.console.terminal.CommandFailure if the broker is unreachable or refuses
     */
    public static TopicSetup apply(Broker broker, Topics catalogue) {
        return broker.administer(admin -> apply(admin, catalogue));
    }

    private static TopicSetup apply(Admin admin, Topics catalogue) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<String> created = new ArrayList<>();
        List<Topic> missing = new ArrayList<>();
        Map<String, Topic> present = new LinkedHashMap<>();
        for (Topic topic : catalogue.all()) {
            if (existing.contains(topic.name())) {
                present.put(topic.name(), topic);
            } else {
                created.add(topic.name());
                missing.add(topic);
            }
        }
        TopicCreation.create(admin, missing);

        List<String> unchanged = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        compare(admin, present, unchanged, differences);
        return new TopicSetup(created, unchanged, differences);
    }

    private static void compare(
            Admin admin, Map<String, Topic> present, List<String> unchanged, List<String> differences)
            throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> descriptions =
                admin.describeTopics(present.keySet()).allTopicNames().get();
        Map<ConfigResource, Config> configs = admin.describeConfigs(present.keySet().stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all()
                .get();
        present.forEach((name, wanted) -> {
            List<String> found = new ArrayList<>();
            int partitions = descriptions.get(name).partitions().size();
            if (partitions != wanted.partitions()) {
                found.add(name + ": found " + partitions + " partitions, expected " + wanted.partitions());
            }
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
            new TreeMap<>(wanted.configs()).forEach((setting, value) -> {
                ConfigEntry entry = config.get(setting);
                if (entry == null || !value.equals(entry.value())) {
                    found.add(name + ": found " + setting + "=" + (entry == null ? "nothing" : entry.value())
                            + ", expected " + value);
                }
            });
            if (found.isEmpty()) {
                unchanged.add(name);
            }
            differences.addAll(found);
        });
    }
}
