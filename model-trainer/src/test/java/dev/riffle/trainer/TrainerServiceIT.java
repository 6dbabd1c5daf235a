package dev.riffle.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.TrainingReason;
import dev.riffle.schemas.TrainingRequest;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.kafka.KafkaReleases;
import dev.riffle.trainer.kafka.ModelCatalogue;
import dev.riffle.trainer.service.RetrainingPolicy;
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
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class TrainerServiceIT {
    private static final Pipeline PIPELINE = Pipeline.ofNumericColumns("numbers", List.of("a", "b", "c", "d"));
    private static final Topics TOPICS = Topics.withPrefix("it.").withPartitions(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final Random random = new Random(1);
    private TestBroker broker;
    private KafkaConnection connection;
    private int sent;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new TestBroker(directory).start();
        connection = new KafkaConnection(broker.bootstrapServers(), TOPICS);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            for (Topic topic : List.of(TOPICS.features(), TOPICS.trainingRequests(), TOPICS.models())) {
                topics.add(new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.configs()));
            }
            admin.createTopics(topics).all().get();
        }
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
            sendFeatures(299);
            await().during(Duration.ofSeconds(1))
                    .atMost(PATIENCE)
                    .until(() -> catalogue.list().isEmpty());
            sendFeatures(100);
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
            await().atMost(PATIENCE).until(() -> restarted.status().rows() == 399);
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
        try (KafkaReleases releases = new KafkaReleases(connection)) {
            assertThatThrownBy(() -> releases.publish(bundle, encoded))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("expected at most 33554432, what topic it.models takes");
        }
    }

    @Test
    void survivesAnOutageOfTheBroker() throws Exception {
        try (TrainerService service = service()) {
            service.start();
            sendFeatures(100);
            await().atMost(PATIENCE).until(() -> service.status().rows() == 100);

            broker.stop();
            Thread.sleep(1500);
            broker.start();
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

        assertThat(rows.count()).isEqualTo(400);
        assertThat(bundle.modelVersion()).isEqualTo(1);
        assertThat(new ModelCatalogue(connection).list())
                .extracting(ModelCatalogue.Entry::modelVersion)
                .containsExactly(1L);
    }

    private TrainerService service() {
        return service(quick());
    }

    private TrainerService service(TrainingConfig config) {
        return new TrainerService(options(config), Clock.systemUTC(), status -> {});
    }

    private TrainerServiceOptions options(TrainingConfig config) {
        return new TrainerServiceOptions(
                connection, PIPELINE, config, new RetrainingPolicy(Duration.ofHours(1), 300, 1000, 1));
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
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
