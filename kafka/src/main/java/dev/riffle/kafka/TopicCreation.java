package dev.riffle.kafka;

import dev.riffle.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics that a cluster lacks, with as many replicas as it gives by default. */
public final class TopicCreation {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private TopicCreation() {}

    /**
     * Returns once every partition's leader answers. To an idempotent producer that is quicker than the leader a broker
     * may refuse one batch and then all that follow, until they expire.
     *
     * @throws ExecutionException if the cluster refuses, say because a topic is there already
     */
    public static void create(Admin admin, Collection<Topic> topics) throws ExecutionException, InterruptedException {
        admin.createTopics(topics.stream()
                        .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                                .configs(topic.configs()))
                        .toList())
                .all()
                .get();
        Map<TopicPartition, OffsetSpec> partitions = new LinkedHashMap<>();
        for (Topic topic : topics) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long start = System.nanoTime();
        while (true) {
            try {
                admin.listOffsets(partitions).all().get();
                return;
            } catch (ExecutionException e) {
                // Brokers that have not yet heard of the topic say that there is none.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }
}
