package dev.riffle.trainer.kafka;

import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.projection.Histograms;
import dev.riffle.schemas.Centroid;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.codec.CentroidColumns;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.UnreadableRecordException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the stream has made of a model's clusters since it was trained: the newest snapshot on the topic {@code clusters}.
 *
 * <p>Only the topic's last records are looked at: a running job writes some each second, all about the champion, while
 * what compaction has not reached yet may be hours of them.
 */
final class StreamClusters {
    private static final Logger LOG = LoggerFactory.getLogger(StreamClusters.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Far more than the reports of the model before that may come in between. */
    private static final long LAST_RECORDS = 50;

    private final KafkaConnection connection;

    StreamClusters(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * The model with its clusters as they are now; as it is if nothing newer is known of them, or what is known does not
     * fit it.
     *
     * @throws IOException if the topic cannot be read
     */
    ModelBundle moved(ModelBundle model) throws IOException, InterruptedException {
        Optional<ClusterSnapshot> newest = newest(model.modelVersion());
        if (newest.isEmpty()) {
            return model;
        }
        try {
            return model.withClusters(state(newest.get(), model.clusters()));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "Clusters {} of model {} are passed over: {}",
                    newest.get().getClustersVersion(),
                    model.modelVersion(),
                    e.getMessage());
            return model;
        }
    }

    private static ClusterState state(ClusterSnapshot snapshot, ClusterState trained) {
        List<Double> masses = snapshot.getHistograms();
        Histograms histograms = masses.isEmpty()
                ? trained.histograms()
                : new Histograms(
                        trained.histograms().bins(),
                        masses.stream().mapToDouble(Double::doubleValue).toArray());
        return new ClusterState(
                snapshot.getModelVersion(),
                snapshot.getClustersVersion(),
                centroids(snapshot.getLatent(), trained.latent(), "latent"),
                centroids(snapshot.getDensity(), trained.density(), "density"),
                histograms,
                Math.max(snapshot.getNextClusterId(), trained.nextId()));
    }

    private static Centroids centroids(List<Centroid> records, Centroids trained, String space) {
        CentroidColumns columns = CentroidColumns.of(records, trained.dimension(), space);
        return new Centroids(
                trained.dimension(),
                columns.ids(),
                columns.masses(),
                columns.centres(),
                columns.variances(),
                columns.lastSeen());
    }

    private Optional<ClusterSnapshot> newest(long modelVersion) throws IOException, InterruptedException {
        KafkaConsumer<byte[], byte[]> consumer =
                KafkaConnection.call(() -> new KafkaConsumer<byte[], byte[]>(connection.consumer()));
        try {
            TopicPartition clusters =
                    new TopicPartition(connection.topics().clusters().name(), 0);
            long end = KafkaConnection.call(() -> {
                consumer.assign(List.of(clusters));
                Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(clusters));
                Map<TopicPartition, Long> starts = consumer.beginningOffsets(List.of(clusters));
                consumer.seek(clusters, Math.max(starts.get(clusters), ends.get(clusters) - LAST_RECORDS));
                return ends.get(clusters);
            });
            RecordCodec<ClusterSnapshot> codec = RecordCodec.any(ClusterSnapshot.class);
            Optional<ClusterSnapshot> newest = Optional.empty();
            while (KafkaConnection.call(() -> consumer.position(clusters)) < end) {
                for (ConsumerRecord<byte[], byte[]> datum : KafkaConnection.call(() -> consumer.poll(POLL))) {
                    newest = newer(newest, datum, codec, modelVersion);
                }
            }
            return newest;
        } finally {
            boolean interrupted = Thread.interrupted();
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Optional<ClusterSnapshot> newer(
            Optional<ClusterSnapshot> newest,
            ConsumerRecord<byte[], byte[]> datum,
            RecordCodec<ClusterSnapshot> codec,
            long modelVersion) {
        if (datum.value() == null) {
            return newest;
        }
        try {
            ClusterSnapshot snapshot = codec.decode(datum.value());
            boolean newer = snapshot.getModelVersion() == modelVersion
                    && newest.map(known -> known.getClustersVersion() < snapshot.getClustersVersion())
                            .orElse(true);
            return newer ? Optional.of(snapshot) : newest;
        } catch (UnreadableRecordException e) {
            LOG.warn("Record at {} offset {} is no snapshot: {}", datum.topic(), datum.offset(), e.getMessage());
            return newest;
        }
    }
}
