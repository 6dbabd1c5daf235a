package dev.riffle.jobs.kafka;

import dev.riffle.jobs.Delivery;
import dev.riffle.jobs.JobOptions;
import dev.riffle.jobs.ScoringTopology.Sinks;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.TrainingRequest;
import dev.riffle.schemas.codec.RecordFormat;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The topics that the job writes. */
public final class KafkaSinks {
    private static final Map<String, String> FEATURES_IN_LARGE_REQUESTS = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, "100", ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(128 * 1024));

    private KafkaSinks() {}

    public static Sinks of(JobOptions options) {
        Topics topics = Topics.withPrefix(options.topicPrefix());
        RecordFormat format = options.outputFormat();
        return new Sinks(
                promised(options, topics.assignments(), Assignment.class, format, KafkaSinks::keyOf),
                promised(options, topics.anomalies(), Assignment.class, format, KafkaSinks::keyOf),
                features(options, topics.features()),
                promised(options, topics.deadLetters(), DeadLetter.class, format, KafkaSinks::keyOf),
                clusters(options, topics.clusters()),
                promised(
                        options,
                        topics.clusterEvents(),
                        ClusterEvent.class,
                        format,
                        event -> Long.toString(event.getModelVersion())),
                promised(
                        options,
                        topics.trainingRequests(),
                        TrainingRequest.class,
                        RecordFormat.AVRO,
                        TrainingRequest::getRequestId));
    }

    /** Written with the promise that the options make. */
    private static <T extends SpecificRecord> KafkaSink<T> promised(
            JobOptions options, Topic topic, Class<T> type, RecordFormat format, SerializableFunction<T, String> key) {
        KafkaSinkBuilder<T> builder = builder(options, topic, new RecordSerializer<>(topic.name(), type, format, key));
        if (options.delivery() == Delivery.EXACTLY_ONCE) {
            builder.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                    .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
                    .setTransactionalIdPrefix(transactionalIdPrefix(options, topic))
                    .setProperty(
                            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                            Long.toString(options.transactionTimeout().toMillis()));
        } else {
            builder.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE);
        }
        return builder.build();
    }

    static String transactionalIdPrefix(JobOptions options, Topic topic) {
        return options.groupId() + "-" + topic.name();
    }

    /** Feedback to the job itself: a transaction would hold it back until the next checkpoint. */
    private static KafkaSink<ClusterSnapshot> clusters(JobOptions options, Topic topic) {
        return builder(
                        options,
                        topic,
                        new RecordSerializer<ClusterSnapshot>(
                                topic.name(),
                                ClusterSnapshot.class,
                                RecordFormat.AVRO,
                                snapshot -> Long.toString(snapshot.getModelVersion())))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setProperty(ProducerConfig.LINGER_MS_CONFIG, "0")
                .build();
    }

    /**
     * The trainer collects a sample of features for minutes. So they travel in few large requests, which cost the broker,
     * and with it the answers, less than requests at the answers' pace; and no checkpoint waits for them, so that a
     * process that dies takes those of its last tenth of a second with it.
     */
    private static KafkaSink<FeatureRecord> features(JobOptions options, Topic topic) {
        KafkaSinkBuilder<FeatureRecord> builder = builder(
                options,
                topic,
                new RecordSerializer<>(
                        topic.name(), FeatureRecord.class, RecordFormat.AVRO, FeatureRecord::getEventId));
        // Unless the operator has something else in mind for all of the job's producers.
        FEATURES_IN_LARGE_REQUESTS.forEach((name, value) -> {
            if (!options.kafkaProperties().containsKey(name)) {
                builder.setProperty(name, value);
            }
        });
        return builder.setDeliveryGuarantee(DeliveryGuarantee.NONE).build();
    }

    private static <T extends SpecificRecord> KafkaSinkBuilder<T> builder(
            JobOptions options, Topic topic, RecordSerializer<T> serializer) {
        KafkaSinkBuilder<T> builder = KafkaSink.<T>builder()
                .setBootstrapServers(options.bootstrap())
                .setRecordSerializer(serializer)
                .setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(topic.maxMessageBytes()));
        options.kafkaProperties().forEach(builder::setProperty);
        return builder;
    }

    private static String keyOf(Assignment assignment) {
        return assignment.getKey() == null ? assignment.getEventId() : assignment.getKey();
    }

    /** Where the event lies: dead letters of the same record, after a failure, have the same key. */
    private static String keyOf(DeadLetter letter) {
        return letter.getTopic() + "-" + letter.getPartition() + "-" + letter.getOffset();
    }
}
