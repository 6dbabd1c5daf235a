package dev.riffle.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.kafka.EmbeddedKafka;
import dev.riffle.schemas.Centroid;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.codec.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class StreamClustersIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static EmbeddedKafka broker;

    private final ModelBundle model = SeededBundle.seed(1).build();

    @BeforeAll
    static void start() {
        broker = EmbeddedKafka.start(directory, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void aModelThatNoJobHasMovedIsAsItWasTrained() throws Exception {
        Topics topics = topics("untouched.");
        assertThat(moved(topics)).isSameAs(model);

        write(topics, snapshot(2, 500, 9));
        assertThat(moved(topics)).as("what is known is another model's").isSameAs(model);
    }

    @Test
    void theNewestSnapshotCountsWhateverOrderItCameIn() throws Exception {
        Topics topics = topics("moved.");
        write(topics, snapshot(1, 700, 3));
        write(topics, snapshot(1, 900, 5));
        write(topics, snapshot(1, 800, 4));
        write(topics, "no snapshot".getBytes(StandardCharsets.UTF_8));
        write(topics, snapshot(2, 950, 6));

        ModelBundle moved = moved(topics);

        int trained = model.clusters().latent().count();
        assertThat(moved.modelVersion()).isEqualTo(1);
        assertThat(moved.clusters().version()).isZero();
        assertThat(moved.clusters().latent().ids()).hasSize(trained + 1).endsWith(7_777);
        assertThat(moved.clusters().latent().masses()).endsWith(5);
        assertThat(moved.clusters().density()).isEqualTo(model.clusters().density());
        assertThat(moved.clusters().histograms()).isEqualTo(model.clusters().histograms());
        assertThat(moved.clusters().nextId()).isEqualTo(7_778);
        assertThat(moved.encoder()).isEqualTo(model.encoder());
    }

    @Test
    void clustersOfAnotherDimensionArePassedOver() throws Exception {
        Topics topics = topics("unfit.");
        ClusterSnapshot unfit = snapshot(1, 700, 3);
        unfit.setDensity(unfit.getLatent().subList(0, 1));
        write(topics, unfit);

        assertThat(moved(topics)).isSameAs(model);
    }

    private ModelBundle moved(Topics topics) throws Exception {
        return new StreamClusters(new KafkaConnection(broker.bootstrap(), topics)).moved(model);
    }

    private static Topics topics(String prefix) throws Exception {
        Topics topics = Topics.withPrefix(prefix).withPartitions(1);
        broker.createTopics(topics.all());
        return topics;
    }

    /** The model's clusters, and one that was born, of a mass to tell snapshots by. */
    private ClusterSnapshot snapshot(long modelVersion, long clustersVersion, double mass) {
        List<Centroid> latent = new ArrayList<>(records(model.clusters().latent()));
        latent.add(Centroid.newBuilder(latent.get(0)).setId(7_777).setMass(mass).build());
        return ClusterSnapshot.newBuilder()
                .setModelVersion(modelVersion)
                .setClustersVersion(clustersVersion)
                .setTime(clustersVersion)
                .setLatent(latent)
                .setDensity(records(model.clusters().density()))
                .setNextClusterId(7_778)
                .build();
    }

    private static List<Centroid> records(Centroids centroids) {
        List<Centroid> records = new ArrayList<>();
        for (int c = 0; c < centroids.count(); c++) {
            List<Float> centre = new ArrayList<>();
            List<Float> variance = new ArrayList<>();
            for (int d = 0; d < centroids.dimension(); d++) {
                centre.add(centroids.centres()[c * centroids.dimension() + d]);
                variance.add(centroids.variances()[c * centroids.dimension() + d]);
            }
            records.add(new Centroid(
                    centroids.ids()[c],
                    centroids.masses()[c],
                    centre,
                    variance,
                    centroids.lastSeen()[c]));
        }
        return records;
    }

    private static void write(Topics topics, ClusterSnapshot snapshot) throws Exception {
        write(topics, RecordCodec.avro(ClusterSnapshot.class).encode(snapshot));
    }

    private static void write(Topics topics, byte[] value) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topics.clusters().name(), "1", value))
                    .get();
        }
    }
}
