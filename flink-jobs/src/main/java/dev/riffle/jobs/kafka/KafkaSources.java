package dev.riffle.jobs.kafka;

import dev.riffle.jobs.Delivery;
import dev.riffle.jobs.JobOptions;
import dev.riffle.jobs.ScoringTopology.Sources;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The topics that the job reads. */
public final class KafkaSources {
    private static final String PARTITION_DISCOVERY = "partition.discovery.interval.ms";

    private KafkaSources() {}

    public static Sources of(JobOptions options) {
        Topics topics = Topics.withPrefix(options.topicPrefix());
        return new Sources(
                events(options, topics.events()),
                control(options, topics.models()),
                control(options, topics.clusters()),
                verdicts(options, topics.verdicts()));
    }

    /** Goes on where the job's checkpoint stopped; without one, with the oldest. */
    private static KafkaSource<RawRecord> verdicts(JobOptions options, Topic topic) {
        return source(options, topic)
                .setGroupId(options.groupId() + "-verdicts")
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .build();
    }

    /** Goes on where the group stopped; a group that is new starts with the oldest event. */
    private static KafkaSource<RawRecord> events(JobOptions options, Topic topic) {
        return source(options, topic)
                .setGroupId(options.groupId())
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setProperty(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        options.delivery() == Delivery.EXACTLY_ONCE ? "read_committed" : "read_uncommitted")
                .build();
    }

    /** Compacted topics are read from the start, for the newest of each key, and have one partition for good. */
    private static KafkaSource<RawRecord> control(JobOptions options, Topic topic) {
        return source(options, topic)
                .setGroupId(options.groupId() + "-control")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty("commit.offsets.on.checkpoint", "false")
                .setProperty(PARTITION_DISCOVERY, "-1")
                .build();
    }

    private static KafkaSourceBuilder<RawRecord> source(JobOptions options, Topic topic) {
        KafkaSourceBuilder<RawRecord> builder = KafkaSource.<RawRecord>builder()
                .setBootstrapServers(options.bootstrap())
                .setTopics(topic.name())
                .setClientIdPrefix(options.groupId() + "-" + topic.name())
                .setDeserializer(new RawRecordDeserializer());
        options.kafkaProperties().forEach(builder::setProperty);
        return builder;
    }
}
