package dev.riffle.trainer.kafka;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.ReleaseRole;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.trainer.service.ReleasePublisher;
import dev.riffle.trainer.service.SupersededException;
import dev.riffle.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Publishes models to the topic {@code models}, keyed by version, and what they do to the clusters to
 * {@code cluster-events}; both and the offset of the requests that were served in one transaction.
 *
 * <p>All publishers share one transactional id. Whoever reads what is published ({@link #published}) fences off all who
 * did so before: of two publishers that mean to publish the next version one is refused, so that a version is never
 * released twice.
 */
public final class KafkaReleases implements ReleasePublisher {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final KafkaConnection connection;
    private final ModelCatalogue catalogue;
    private final StreamClusters streamClusters;
    private final ModelCatalogue.Known known = new ModelCatalogue.Known();
    private final Clock clock;
    private final RecordCodec<ModelRelease> releases = RecordCodec.avro(ModelRelease.class);
    private final RecordCodec<ClusterEvent> clusterEvents = RecordCodec.json(ClusterEvent.class);
    private KafkaProducer<byte[], byte[]> producer;

    public KafkaReleases(KafkaConnection connection, Clock clock) {
        this.connection = connection;
        this.catalogue = new ModelCatalogue(connection);
        this.streamClusters = new StreamClusters(connection);
        this.clock = clock;
    }

    /** What is on the topic of models. */
    public ModelCatalogue catalogue() {
        return catalogue;
    }

    @Override
    public Published published() throws IOException, InterruptedException {
        takeOver();
        Published published = catalogue.refresh(known);
        if (published.champion().isEmpty()) {
            return published;
        }
        ModelBundle champion = streamClusters.moved(published.champion().get());
        return new Published(published.newestVersion(), Optional.of(champion));
    }

    @Override
    public void publish(Release release, OptionalLong servedUpTo)
            throws IOException, InterruptedException, SupersededException {
        if (producer == null) {
            // The last attempt was cut short: only the topic knows whether it got through.
            takeOver();
            if (catalogue.holds(release.bundle().modelVersion(), BundleFormat.sha256(release.encoded()))) {
                return;
            }
        }
        long version = release.bundle().modelVersion();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        byte[] encoded = releases.encode(record(release));
        records.add(record(connection.topics().models(), version, encoded));
        for (ClusterEvent event : ClusterAnnouncements.of(release, clock.millis())) {
            records.add(record(connection.topics().clusterEvents(), version, clusterEvents.encode(event)));
        }
        write(records, servedUpTo, version, encoded.length);
    }

    @Override
    public void refuse(long modelVersion, String reasons, OptionalLong servedUpTo)
            throws IOException, InterruptedException, SupersededException {
        if (producer == null) {
            takeOver();
        }
        byte[] event = clusterEvents.encode(ClusterAnnouncements.refused(modelVersion, reasons, clock.millis()));
        write(
                List.of(record(connection.topics().clusterEvents(), modelVersion, event)),
                servedUpTo,
                modelVersion,
                event.length);
    }

    private static ProducerRecord<byte[], byte[]> record(Topic topic, long modelVersion, byte[] value) {
        return new ProducerRecord<>(topic.name(), Long.toString(modelVersion).getBytes(StandardCharsets.UTF_8), value);
    }

    /** Fences off whoever published before; what they left unfinished is undone. */
    private void takeOver() throws IOException, InterruptedException {
        if (producer != null) {
            closeProducer();
        }
        Map<String, Object> properties = connection.producer();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, connection.publisherId());
        KafkaProducer<byte[], byte[]> fresh = KafkaConnection.call(() -> new KafkaProducer<byte[], byte[]>(properties));
        boolean taken = false;
        try {
            KafkaConnection.call(() -> {
                fresh.initTransactions();
                return null;
            });
            producer = fresh;
            taken = true;
        } finally {
            if (!taken) {
                fresh.close(Duration.ZERO);
            }
        }
    }

    private void write(
            List<ProducerRecord<byte[], byte[]>> records, OptionalLong servedUpTo, long modelVersion, int bytes)
            throws IOException, InterruptedException, SupersededException {
        boolean committed = false;
        try {
            KafkaConnection.call(() -> {
                producer.beginTransaction();
                return null;
            });
            send(records, modelVersion, bytes);
            KafkaConnection.call(() -> {
                if (servedUpTo.isPresent()) {
                    producer.sendOffsetsToTransaction(offsets(servedUpTo.getAsLong()), group());
                }
                producer.commitTransaction();
                return null;
            });
            committed = true;
        } catch (IOException e) {
            if (isFenced(e)) {
                throw new SupersededException(
                        "somebody else has published since: another trainer, or a promotion by hand", e);
            }
            throw e;
        } finally {
            if (!committed) {
                // The next publisher, ourselves perhaps, undoes what was begun.
                closeProducer();
            }
        }
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records, long modelVersion, int bytes)
            throws IOException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> datum : records) {
            sent.add(KafkaConnection.call(() -> producer.send(datum)));
        }
        for (Future<RecordMetadata> acknowledgement : sent) {
            try {
                acknowledgement.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException) {
                    // Trying again does not make it smaller.
                    throw new TrainingFailedException(
                            "Model " + modelVersion + " has " + bytes + " bytes; expected at most "
                                    + connection.topics().models().maxMessageBytes() + ", what topic "
                                    + connection.topics().models().name()
                                    + " takes: fewer clusters or narrower networks make it smaller",
                            e.getCause());
                }
                throw new IOException(
                        "Model " + modelVersion + " was not acknowledged: "
                                + e.getCause().getMessage(),
                        e.getCause());
            }
        }
    }

    /** The trainers' group as somebody sees it who is no member: fencing is the transactional id's business. */
    private ConsumerGroupMetadata group() {
        Map<String, Object> properties = connection.consumer();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, connection.trainerGroup());
        try (KafkaConsumer<byte[], byte[]> outsider = new KafkaConsumer<>(properties)) {
            return outsider.groupMetadata();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(long servedUpTo) {
        return Map.of(
                new TopicPartition(connection.topics().trainingRequests().name(), 0),
                new OffsetAndMetadata(servedUpTo));
    }

    private static boolean isFenced(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private ModelRelease record(Release release) {
        ModelBundle bundle = release.bundle();
        return ModelRelease.newBuilder()
                .setModelVersion(bundle.modelVersion())
                .setParentVersion(bundle.parentVersion() == 0 ? null : bundle.parentVersion())
                .setCreatedTime(clock.millis())
                .setSha256(BundleFormat.sha256(release.encoded()))
                .setProvenance(provenance(bundle.provenance()))
                .setBundle(ByteBuffer.wrap(release.encoded()))
                .setRole(release.role() == Role.SHADOW ? ReleaseRole.SHADOW : ReleaseRole.CHAMPION)
                .setOriginVersion(
                        release.originVersion().isPresent()
                                ? release.originVersion().getAsLong()
                                : null)
                .setNote(release.note())
                .build();
    }

    private static dev.riffle.schemas.Provenance provenance(Provenance provenance) {
        boolean timed = provenance.dataFromMillis() != 0 || provenance.dataToMillis() != 0;
        return dev.riffle.schemas.Provenance.newBuilder()
                .setAlgorithm(provenance.algorithm())
                .setDataFrom(timed ? provenance.dataFromMillis() : null)
                .setDataTo(timed ? provenance.dataToMillis() : null)
                .setTrainingRows(provenance.trainingRows())
                .setHoldoutRows(provenance.holdoutRows())
                .setHyperparameters(settings(provenance))
                .setSeed(provenance.seed())
                .setCodeVersion(provenance.codeVersion())
                .setHoldoutFigures(provenance.holdoutFigures())
                .build();
    }

    /** The release has no place of its own for what the training computed on. */
    private static Map<String, String> settings(Provenance provenance) {
        Provenance.Computation computation = provenance.computation();
        Map<String, String> settings = new HashMap<>(provenance.hyperparameters());
        settings.put("computation.backend", computation.backend());
        settings.put("computation.coreType", computation.coreType());
        settings.put("computation.threads", Integer.toString(computation.threads()));
        return settings;
    }

    @Override
    public void close() {
        if (producer != null) {
            closeProducer();
        }
    }

    private void closeProducer() {
        boolean interrupted = Thread.interrupted();
        try {
            producer.close(CLOSE_PATIENCE);
        } catch (KafkaException e) {
            // It is of no use any more, whatever its last words.
        } finally {
            producer = null;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
