package dev.riffle.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One Kafka topic as the system needs it.
 *
 * @param name full name, prefix included
 * @param keyDescription what the record key holds, for people
 * @param valueDescription what the record value holds, for people
 * @param partitions number of partitions, > 0
 * @param retention how long records are kept, > 0; empty for ever
 * @param compacted true if only the newest record per key is kept
 * @param maxMessageBytes largest record batch that the broker takes, in bytes, > 0
 */
public record Topic(
        String name,
        String keyDescription,
        String valueDescription,
        int partitions,
        Optional<Duration> retention,
        boolean compacted,
        int maxMessageBytes) {

    public Topic {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(keyDescription, "keyDescription");
        Objects.requireNonNull(valueDescription, "valueDescription");
        Objects.requireNonNull(retention, "retention");
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "topic " + name + ": partitions must be at least 1, found " + partitions);
        }
        if (retention.isPresent() && retention.get().toMillis() < 1) {
            throw new IllegalArgumentException(
                    "topic " + name + ": retention must be at least 1 ms, found " + retention.get());
        }
        if (maxMessageBytes < 1) {
            throw new IllegalArgumentException(
                    "topic " + name + ": maxMessageBytes must be at least 1, found " + maxMessageBytes);
        }
    }

    /**
     * The topic's settings under Kafka's names, for {@code NewTopic.configs}.
     *
     * <p>Records are stamped by the broker ({@code LogAppendTime}): with the producer's time a replay of old events
     * would be deleted by the retention at once, and an event from the far future would be refused by the broker.
     */
    public Map<String, String> configs() {
        Map<String, String> configs = new LinkedHashMap<>();
        configs.put("cleanup.policy", compacted ? "compact" : "delete");
        configs.put(
                "retention.ms", Long.toString(retention.map(Duration::toMillis).orElse(-1L)));
        configs.put("max.message.bytes", Integer.toString(maxMessageBytes));
        configs.put("message.timestamp.type", "LogAppendTime");
        return Map.copyOf(configs);
    }
}
