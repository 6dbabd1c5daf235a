package dev.riffle.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.kafka.EmbeddedKafka;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.TrainingReason;
import dev.riffle.schemas.TrainingRequest;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.kafka.KafkaReleases;
import dev.riffle.trainer.kafka.ModelCatalogue;
import dev.riffle.trainer.service.FeatureRow;
import dev.riffle.trainer.service.ReleasePublisher;
import dev.riffle.trainer.service.RetrainingPolicy;
import dev.riffle.trainer.service.RowCollector;
import dev.riffle.trainer.service.SupersededException;
import dev.riffle.trainer.service.TrainerStatus;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingConfig;
import dev.riffle.trainer.training.TrainingFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerServiceIT {
    private static final Pipeline PIPELINE = Pipeline.ofNumericColumns("numbers", List.of("a", "b", "c", "d"));
    private static final Topics TOPICS = Topics.withPrefix("it.").withPartitions(2);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final Random random = new Random(1);
    private EmbeddedKafka broker;
    private KafkaConnection connection;
    private int sent;

    @BeforeEach
    void startBroker() throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
        connection = new KafkaConnection(broker.bootstrap(), TOPICS);
        broker.createTopics(TOPICS.all());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void trainsOnEnoughRowsServesARequestOnceAndGoesOnAfterARestart() throws Exception {
        ModelCatalogue catalogue = new ModelCatalogue(connection);
        try (TrainerService service = service()) {
            service.start();
            sendFeatures(250);
            await().during(Duration.ofSeconds(1))
                    .atMost(PATIENCE)
                    .until(() -> catalogue.list().isEmpty());
            sendFeatures(150);
            await().atMost(PATIENCE).until(() -> service.status().newestVersion() == 1);

            request("r1");
            request("r1");
            await().atMost(PATIENCE).until(() -> service.status().newestVersion() == 2);
            await().during(Duration.ofSeconds(1))
                    .atMost(PATIENCE)
                    .until(() -> service.status().newestVersion() == 2);
        }

        assertThat(catalogue.list()).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.damage()).isEmpty();
            assertThat(entry.sha256()).matches("[0-9a-f]{64}");
            assertThat(entry.provenance().getAlgorithm()).isEqualTo("autoencoder-kmeans");
            assertThat(entry.provenance().getTrainingRows()).isPositive();
        });
        ModelBundle second = catalogue.open(2).orElseThrow();
        assertThat(second.parentVersion()).isEqualTo(1);
        assertThat(second.provenance().hyperparameters().get("cause")).startsWith("request r1 (MANUAL");
        assertThat(catalogue.open(3)).isEmpty();

        TrainingConfig another = quick().toBuilder()
                .set("algorithm", "k-dae")
                .set("clusterEpochs", "2")
                .set("latentClusters", "3")
                .build();
        try (TrainerService restarted = service(another)) {
            restarted.start();
            await().atMost(PATIENCE).until(() -> restarted.status().rows() == learnedFrom(400));
            assertThat(restarted.status().newestVersion()).isEqualTo(2);
            request("r2");
            await().atMost(PATIENCE).until(() -> restarted.status().newestVersion() == 3);
        }
        ModelBundle third = catalogue.open(3).orElseThrow();
        assertThat(third.provenance().algorithm()).isEqualTo("k-dae");
        assertThat(third.clusterModel()).isInstanceOf(ClusterModel.AutoencoderMixture.class);
        assertThat(third.lineage()).isNotEmpty();
    }

    @Test
    void aModelThatTheTopicDoesNotTakeHasFailedForGood() throws Exception {
        ModelBundle bundle =
                SeededBundle.seed(1).network(60_000, 80, Activation.TANH).build();
        byte[] encoded = BundleFormat.encode(bundle);
        try (KafkaReleases releases = new KafkaReleases(connection, Clock.systemUTC())) {
            assertThatThrownBy(() -> releases.publish(release(bundle, encoded), OptionalLong.empty()))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("expected at most 33554432, what topic it.models takes");
        }
    }

    @Test
    void survivesAnOutageOfTheBroker() throws Exception {
        try (TrainerService service = service()) {
            service.start();
            sendFeatures(100);
            await().atMost(PATIENCE).until(() -> service.status().rows() == learnedFrom(100));

            broker.close();
            Thread.sleep(1500);
            broker = EmbeddedKafka.start(directory, broker.port());
            sendFeatures(300);

            await().atMost(PATIENCE).until(() -> service.status().newestVersion() == 1);
        }
    }

    @Test
    void closesPromptlyInTheMiddleOfATraining() throws Exception {
        TrainingConfig endless =
                TrainingConfig.DEFAULTS.toBuilder().set("epochs", "10000").build();
        TrainerService service = service(endless);
        service.start();
        sendFeatures(400);
        await().atMost(PATIENCE)
                .until(() ->
                        service.status().step().filter(step -> step.epoch() > 0).isPresent());

        long start = System.nanoTime();
        service.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(service.status().phase()).isEqualTo(TrainerStatus.Phase.STOPPED);
        assertThat(new ModelCatalogue(connection).list()).isEmpty();
    }

    @Test
    void leavesOutWhatItCannotReadAndTrainsInOneShot() throws Exception {
        sendFeatures(400);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(TOPICS.features().name(), "no record".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
        OneShotTraining training = new OneShotTraining(options(quick()), Clock.systemUTC(), Progress.NONE);

        var rows = training.rowsFromTopic();
        ModelBundle bundle = training.train(rows, true);

        assertThat(rows.rows().count() + rows.judged().size()).isEqualTo(400);
        assertThat(bundle.modelVersion()).isEqualTo(1);
        assertThat(new ModelCatalogue(connection).list())
                .extracting(ModelCatalogue.Entry::modelVersion)
                .containsExactly(1L);
    }

    @Test
    void ofTwoTrainersOneTrainsAndTheOtherTakesOverWhereItIsGone() throws Exception {
        ModelCatalogue catalogue = new ModelCatalogue(connection);
        TrainerService first = service();
        try (TrainerService second = service()) {
            first.start();
            await().atMost(PATIENCE).until(() -> first.status().phase() == TrainerStatus.Phase.COLLECTING);
            second.start();
            sendFeatures(400);
            await().atMost(PATIENCE).until(() -> first.status().newestVersion() == 1);
            request("r1");
            await().atMost(PATIENCE).until(() -> first.status().newestVersion() == 2);
            await().during(Duration.ofSeconds(2))
                    .atMost(PATIENCE)
                    .until(() -> second.status().phase() == TrainerStatus.Phase.STANDBY
                            && catalogue.list().size() == 2);

            first.close();
            request("r2");

            await().atMost(PATIENCE).until(() -> second.status().newestVersion() == 3);
            assertThat(second.status().count().releases())
                    .as("r1 is served, r2 is not")
                    .isEqualTo(1);
        } finally {
            first.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void killedAtAnyMomentThereIsExactlyOneReleasePerTrainingAfterTheRestart(DyingTrainer.Moment moment)
            throws Exception {
        sendFeatures(400);
        request("r1");
        Process process = DyingTrainer.start(broker.bootstrap(), TOPICS, moment, directory.resolve("trainer.log"));
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(DyingTrainer.DEAD);
        } finally {
            process.destroyForcibly();
        }
        ModelCatalogue catalogue = new ModelCatalogue(connection);
        assertThat(catalogue.list()).hasSize(moment == DyingTrainer.Moment.RELEASED ? 1 : 0);

        try (TrainerService restarted = service()) {
            restarted.start();
            await().atMost(PATIENCE).until(() -> restarted.status().newestVersion() == 1);
            await().during(Duration.ofSeconds(2))
                    .atMost(PATIENCE)
                    .until(() -> restarted.status().newestVersion() == 1);
            assertThat(restarted.status().rows()).isEqualTo(learnedFrom(400));
        }

        assertThat(catalogue.list()).singleElement().satisfies(entry -> {
            assertThat(entry.damage()).isEmpty();
            assertThat(entry.note()).startsWith("request r1 (MANUAL");
        });
    }

    @Test
    void aDamagedReleaseIsPassedOverForTheChampionBeforeIt() throws Exception {
        ModelBundle good = SeededBundle.seed(1).version(1, 0).build();
        byte[] damaged = BundleFormat.encode(SeededBundle.seed(2).version(2, 1).build());
        damaged[damaged.length / 2] ^= 4;
        try (KafkaReleases releases = new KafkaReleases(connection, Clock.systemUTC())) {
            assertThat(releases.published()).isEqualTo(ReleasePublisher.Published.NOTHING);
            releases.publish(release(good, BundleFormat.encode(good)), OptionalLong.empty());
            releases.publish(release(SeededBundle.seed(2).version(2, 1).build(), damaged), OptionalLong.empty());

            ReleasePublisher.Published published = releases.published();
            assertThat(published.newestVersion()).isEqualTo(2);
            assertThat(published.champion().orElseThrow().modelVersion()).isEqualTo(1);
        }
    }

    @Test
    void whoeverPublishesWithoutKnowingTheNewestReleaseIsRefused() throws Exception {
        ModelBundle bundle = SeededBundle.seed(1).version(1, 0).build();
        byte[] encoded = BundleFormat.encode(bundle);
        try (KafkaReleases slow = new KafkaReleases(connection, Clock.systemUTC());
                KafkaReleases quick = new KafkaReleases(connection, Clock.systemUTC())) {
            slow.published();
            quick.published();
            quick.publish(release(bundle, encoded), OptionalLong.of(1));

            assertThatThrownBy(() -> slow.publish(release(bundle, encoded), OptionalLong.of(1)))
                    .isInstanceOf(SupersededException.class);
        }
        assertThat(new ModelCatalogue(connection).list()).hasSize(1);
    }

    private TrainerService service() {
        return service(quick());
    }

    private TrainerService service(TrainingConfig config) {
        return new TrainerService(options(config), Clock.systemUTC(), status -> {});
    }

    private TrainerServiceOptions options(TrainingConfig config) {
        RetrainingPolicy policy = new RetrainingPolicy(Duration.ofHours(1), 300, 1000, 1);
        return new TrainerServiceOptions(
                connection,
                PIPELINE,
                config,
                policy,
                new AlertBudget.ShareOfEvents(0.01),
                TrainerServiceOptions.fullReservoir(policy));
    }

    private static ReleasePublisher.Release release(ModelBundle bundle, byte[] encoded) {
        return new ReleasePublisher.Release(
                bundle, encoded, ReleasePublisher.Role.CHAMPION, OptionalLong.empty(), "test", Optional.empty());
    }

    /** How many of the first events sent go into the reservoir: all that are not held out. */
    private static int learnedFrom(int events) {
        RowCollector collector = new RowCollector(PIPELINE, new RetrainingPolicy(Duration.ofHours(1), 300, 1000, 1));
        for (int i = 0; i < events; i++) {
            collector.offer(new FeatureRow("e" + i, PIPELINE.fingerprint(), i, false, new double[4]));
        }
        return collector.size();
    }

    private static TrainingConfig quick() {
        return TrainingConfig.DEFAULTS.toBuilder().set("epochs", "4").build();
    }

    private void sendFeatures(int count) throws Exception {
        RecordCodec<FeatureRecord> codec = RecordCodec.avro(FeatureRecord.class);
        List<Future<?>> acknowledgements = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < count; i++) {
                double a = random.nextGaussian();
                double b = random.nextGaussian();
                FeatureRecord row = FeatureRecord.newBuilder()
                        .setEventId("e" + sent)
                        .setEventTime(1_700_000_000_000L + sent++)
                        .setPipeline(PIPELINE.fingerprint())
                        .setModelVersion(0)
                        .setFlagged(false)
                        .setFeatures(List.of(a, b, a - b, a + b))
                        .build();
                acknowledgements.add(
                        producer.send(new ProducerRecord<>(TOPICS.features().name(), codec.encode(row))));
            }
            for (Future<?> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        }
    }

    private void request(String id) throws Exception {
        TrainingRequest request = TrainingRequest.newBuilder()
                .setRequestId(id)
                .setReason(TrainingReason.MANUAL)
                .setTime(System.currentTimeMillis())
                .setDetail("test")
                .build();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(
                            TOPICS.trainingRequests().name(),
                            RecordCodec.avro(TrainingRequest.class).encode(request)))
                    .get();
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
    }
}
