package dev.riffle.jobs.flow;

/**
 * A Kafka record as it came, before anybody has looked into it.
 *
 * @param topic topic it was read from
 * @param partition partition it was read from
 * @param offset offset it was read at
 * @param timestamp Kafka's timestamp of the record, milliseconds since 1970-01-01T00:00Z; negative if it has none
 * @param value the value's bytes; null where the record has none (a tombstone on a compacted topic)
 */
public record RawRecord(String topic, int partition, long offset, long timestamp, byte[] value) {}
