package dev.riffle.console.local;

import static dev.riffle.console.local.SessionCluster.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.riffle.console.demo.DemoProgress;
import dev.riffle.console.demo.DemoReport;
import dev.riffle.console.demo.Scenario;
import dev.riffle.console.demo.Simulation;
import dev.riffle.console.kafka.Broker;
import dev.riffle.console.kafka.TopicSetup;
import dev.riffle.console.replay.Replay;
import dev.riffle.console.replay.Speed;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.trainer.TrainerService;
import dev.riffle.trainer.TrainerServiceOptions;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.training.TrainingConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** Job, Kafka and trainer as on a cluster: Kafka and Flink in containers, the job's jar submitted by Flink's REST API. */
class SessionClusterIT {
    private static final int EVENTS = 2_000;
    private static final int LATER_EVENTS = 1_000;
    private static final int CUSTOMERS = 60;
    private static final int PAYMENTS = 30;
    private static final int PARTS = 3;

    @TempDir
    private Path directory;

    private static SessionCluster cluster;
    private static String jar;

    /** Where no engine runs, or the images cannot be had, there is nothing to try. */
    @BeforeAll
    static void startCluster() throws Exception {
        Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine");
        for (String image : List.of(SessionCluster.KAFKA, SessionCluster.FLINK)) {
            try {
                new RemoteDockerImage(DockerImageName.parse(image)).get();
            } catch (ContainerFetchException e) {
                Assumptions.abort("image " + image + " is not here and cannot be fetched: " + e.getMessage());
            }
        }
        cluster = new SessionCluster();
        cluster.start();
        jar = cluster.upload();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aJobSubmittedByRestAnswersEveryEventOnceWithAModelOfTheTrainers() throws Exception {
        Topics topics = Topics.defaults();
        Broker broker = cluster.broker();
        TopicSetup.apply(broker, topics);
        String job = cluster.run(jar, Optional.empty(), "--parallelism", "2");
        try (TrainerService trainer = trainer(broker, topics)) {
            trainer.start();
            everyEventOf(simulate(broker, topics, EVENTS, 1), EVENTS);
            // However long the training takes.
            await().atMost(PATIENCE).until(() -> trainer.status().newestVersion() == 1);
            DemoReport scored = simulate(broker, topics, LATER_EVENTS, 2);
            everyEventOf(scored, LATER_EVENTS);
            assertThat(scored.account().modelVersions()).containsExactly(1L);
        } finally {
            cluster.stop(job);
        }
    }

    /**
     * Each customer has a terminal to himself, so that both histories see his payments in the order in which they were
     * sent, whatever the parallelism: then every value of every event has one right answer.
     */
    @Test
    void historyFeaturesAreThoseOfAnUninterruptedRunThroughSavepointsAndOtherParallelism() throws Exception {
        Topics whole = Topics.withPrefix("whole.");
        TopicSetup.apply(cluster.broker(), whole);
        String job = run(whole, 2, Optional.empty());
        for (int part = 0; part < PARTS; part++) {
            send(whole, part);
        }
        Map<String, List<Double>> expected = features(whole, CUSTOMERS * PAYMENTS);
        cluster.stop(job);

        Topics parts = Topics.withPrefix("parts.");
        TopicSetup.apply(cluster.broker(), parts);
        job = run(parts, 2, Optional.empty());
        send(parts, 0);
        features(parts, CUSTOMERS * PAYMENTS / PARTS);
        send(parts, 1);
        job = run(parts, 4, Optional.of(cluster.stop(job)));
        features(parts, 2 * CUSTOMERS * PAYMENTS / PARTS);
        send(parts, 2);
        job = run(parts, 2, Optional.of(cluster.stop(job)));
        Map<String, List<Double>> found = features(parts, CUSTOMERS * PAYMENTS);
        cluster.stop(job);

        assertThat(found).isEqualTo(expected);
        // And these are histories: they reach back over both savepoints.
        List<String> columns = Pipeline.ready("transactions").columns();
        for (String count : List.of("customerCount7d", "terminalCount7d")) {
            assertThat(found.get(id(7, PAYMENTS - 1)).get(columns.indexOf(count)))
                    .as(count)
                    .isEqualTo(PAYMENTS - 1);
        }
    }

    private static DemoReport simulate(Broker broker, Topics topics, int events, long seed)
            throws InterruptedException {
        return new Simulation(Scenario.TRANSACTIONS, events, 100, seed, PATIENCE, Duration.ofSeconds(5))
                .run(broker, topics, Clock.systemUTC(), new Silent());
    }

    private static void everyEventOf(DemoReport report, int events) {
        assertThat(report.eventsIn()).isEqualTo(events);
        assertThat(report.account().accounted()).isEqualTo(events);
        assertThat(report.account().duplicates()).isZero();
    }

    private static String run(Topics topics, int parallelism, Optional<String> savepoint) throws Exception {
        return cluster.run(
                jar,
                savepoint,
                "--topic-prefix",
                topics.prefix(),
                "--group-id",
                topics.prefix() + "scoring",
                "--parallelism",
                Integer.toString(parallelism),
                // No sample, however fast these few come.
                "--features-per-second",
                "1000000");
    }

    /** A third of every customer's payments. */
    private void send(Topics topics, int part) throws Exception {
        StringBuilder csv = new StringBuilder("transactionId,time,customerId,terminalId,amount\n");
        for (int payment = part * PAYMENTS / PARTS; payment < (part + 1) * PAYMENTS / PARTS; payment++) {
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                Random random = new Random(1_000L * customer + payment);
                csv.append(id(customer, payment)).append(',');
                csv.append(1_700_000_000_000L + payment * 3_600_000L + random.nextInt(3_600_000))
                        .append(',');
                csv.append("C").append(customer).append(",T").append(customer).append(',');
                csv.append(random.nextInt(1, 50_000) / 100.0).append('\n');
            }
        }
        Path file = Files.writeString(directory.resolve(topics.prefix() + part + ".csv"), csv, UTF_8);
        new Replay(file, Pipeline.ready("transactions"), Set.of(), Speed.MAX, Long.MAX_VALUE)
                .run(cluster.broker(), topics.events(), rows -> {});
    }

    private static String id(int customer, int payment) {
        return customer + "-" + payment;
    }

    /** Waits for the feature vectors of so many events, each of them once, by event id. */
    private static Map<String, List<Double>> features(Topics topics, int count) throws Exception {
        RecordCodec<FeatureRecord> codec = RecordCodec.avro(FeatureRecord.class);
        Map<String, List<Double>> features = new HashMap<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", cluster.broker().bootstrap(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(topics.features().name())
                    .stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (features.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    FeatureRecord read = codec.decode(record.value());
                    assertThat(features.put(read.getEventId(), read.getFeatures()))
                            .as("a second vector of %s", read.getEventId())
                            .isNull();
                }
            }
        }
        assertThat(features).hasSize(count);
        return features;
    }

    private static TrainerService trainer(Broker broker, Topics topics) {
        RetrainingPolicy policy = new RetrainingPolicy(Duration.ofHours(1), 500, 2_000, 1);
        return new TrainerService(
                new TrainerServiceOptions(
                        new KafkaConnection(broker.bootstrap(), topics),
                        Pipeline.load("transactions"),
                        TrainingConfig.DEFAULTS.toBuilder().set("epochs", "5").build(),
                        policy,
                        AlertBudget.parse("1%"),
                        TrainerServiceOptions.fullReservoir(policy)),
                Clock.systemUTC(),
                status -> {});
    }

    private static final class Silent implements DemoProgress {
        @Override
        public void note(String text) {}

        @Override
        public void status(String text) {}
    }
}
