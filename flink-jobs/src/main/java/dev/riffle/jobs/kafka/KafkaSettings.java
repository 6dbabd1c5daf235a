package dev.riffle.jobs.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names of Kafka client settings: a misspelt one would silently have no effect. */
final class KafkaSettings {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSettings.class);

    /** Settings of Flink's connector, which travel with the clients'. */
    private static final Set<String> CONNECTORS = Set.of(
            "client.id.prefix",
            "commit.offsets.on.checkpoint",
            "partition.discovery.interval.ms",
            "register.consumer.metrics",
            "register.producer.metrics");

    /** Letters changed, missing or too many, up to which a name counts as a misspelt one. */
    private static final int MISSPELT = 3;

    private KafkaSettings() {}

    /**
     * Refuses names that are almost those of a setting. Names that resemble none pass with a warning, because plug-ins
     * of the clients have settings of their own.
     *
     * @throws PreflightException naming what was found and what is meant
     */
    static void requireKnown(Collection<String> names) {
        Set<String> known = new TreeSet<>(CONNECTORS);
        known.addAll(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        for (String name : new TreeSet<>(names)) {
            if (known.contains(name)) {
                continue;
            }
            Optional<String> nearest = known.stream().min(Comparator.comparingInt(other -> distance(name, other)));
            if (nearest.isPresent() && distance(name, nearest.get()) <= MISSPELT) {
                throw new PreflightException(
                        "Kafka setting '" + name + "' does not exist; expected '" + nearest.get() + "'?");
            }
            LOG.warn("Kafka setting '{}' is none of the clients' own", name);
        }
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
