package dev.riffle.jobs.kafka;

import dev.riffle.jobs.Delivery;
import dev.riffle.jobs.JobOptions;
import dev.riffle.jobs.ScoringTopology.Sources;
import dev.riffle.jobs.ScoringTopology.Steered;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.operators.DecodeControl.Kind;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
                control(options, topics.verdicts()),
                steered(options, topics));
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

    /**
     * Topics that steer the job are read from the start and have one partition for good. Models are released in
     * transactions: what was begun and not completed is none.
     */
    private static KafkaSource<RawRecord> control(JobOptions options, Topic... topics) {
        return source(options, topics)
                .setGroupId(options.groupId() + "-control")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty("commit.offsets.on.checkpoint", "false")
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .setProperty(PARTITION_DISCOVERY, "-1")
                .build();
    }

    /** Events, and the three topics that steer for each scorer by itself. */
    private static Steered steered(JobOptions options, Topics topics) {
        return new Steered(
                new SteeredSource(
                        events(options, topics.events()),
                        control(options, topics.models(), topics.clusters(), topics.verdicts()),
                        List.of(
                                topics.models().name(),
                                topics.clusters().name(),
                                topics.verdicts().name())),
                Map.of(
                        topics.models().name(), Kind.MODELS,
                        topics.clusters().name(), Kind.CLUSTERS,
                        topics.verdicts().name(), Kind.VERDICTS));
    }

    private static KafkaSourceBuilder<RawRecord> source(JobOptions options, Topic... topics) {
        List<String> names = Stream.of(topics).map(Topic::name).toList();
        KafkaSourceBuilder<RawRecord> builder = KafkaSource.<RawRecord>builder()
                .setBootstrapServers(options.bootstrap())
                .setTopics(names)
                .setClientIdPrefix(options.groupId() + "-" + (names.size() == 1 ? names.get(0) : "steering"))
                .setDeserializer(new RawRecordDeserializer());
        options.kafkaProperties().forEach(builder::setProperty);
        return builder;
    }
}
