package dev.riffle.trainer;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.schemas.Topics;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.service.TrainerStatus;
import dev.riffle.trainer.training.TrainingConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** A trainer in a process of its own that dies at a given moment as if somebody pulled the plug. */
public final class DyingTrainer {
    static final Pipeline PIPELINE = Pipeline.ofNumericColumns("numbers", List.of("a", "b", "c", "d"));
    static final int DEAD = 137;

    private DyingTrainer() {}

    /** When to die. */
    enum Moment {
        COLLECTING,
        TRAINING,
        JUDGING,
        /** The records are on the broker, the transaction is open. */
        ACKNOWLEDGED,
        /** The transaction is committed. */
        RELEASED
    }

    static Process start(String bootstrap, Topics topics, Moment moment, Path log) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "--add-modules",
                "jdk.incubator.vector",
                "-Dorg.bytedeco.javacpp.maxbytes=1g",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=4g",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DyingTrainer.class.getName(),
                bootstrap,
                topics.prefix(),
                moment.name()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        Moment moment = Moment.valueOf(arguments[2]);
        KafkaConnection connection = new KafkaConnection(
                arguments[0],
                Topics.withPrefix(arguments[1]).withPartitions(2),
                moment == Moment.ACKNOWLEDGED
                        ? Map.of("interceptor.classes", DeathOnAcknowledgement.class.getName())
                        : Map.of());
        TrainerService service =
                new TrainerService(options(connection), Clock.systemUTC(), status -> dieIfItIsTime(moment, status));
        service.start();
        Thread.sleep(Duration.ofMinutes(5).toMillis());
        System.exit(1);
    }

    static TrainerServiceOptions options(KafkaConnection connection) {
        RetrainingPolicy policy = new RetrainingPolicy(Duration.ofHours(1), 300, 1000, 1);
        return new TrainerServiceOptions(
                connection,
                PIPELINE,
                TrainingConfig.DEFAULTS.toBuilder().set("epochs", "4").build(),
                policy,
                new AlertBudget.ShareOfEvents(0.01),
                TrainerServiceOptions.fullReservoir(policy));
    }

    private static void dieIfItIsTime(Moment moment, TrainerStatus status) {
        boolean now =
                switch (moment) {
                    case COLLECTING -> status.rows() > 0;
                    case TRAINING ->
                        status.step().filter(step -> step.epoch() > 0).isPresent();
                    case JUDGING -> status.phase() == TrainerStatus.Phase.JUDGING;
                    case ACKNOWLEDGED -> false;
                    case RELEASED -> status.count().releases() > 0;
                };
        if (now) {
            Runtime.getRuntime().halt(DEAD);
        }
    }

    /** Dies when the broker has acknowledged a release, before its transaction is committed. */
    public static final class DeathOnAcknowledgement
            implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> datum) {
            return datum;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception problem) {
            if (problem == null) {
                Runtime.getRuntime().halt(DEAD);
            }
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> settings) {}
    }
}
