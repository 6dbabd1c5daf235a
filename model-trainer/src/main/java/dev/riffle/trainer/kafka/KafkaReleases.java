package dev.riffle.trainer.kafka;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.trainer.service.ReleasePublisher;
import dev.riffle.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Publishes models to the topic {@code models}, keyed by version, acknowledged by every in-sync replica. */
public final class KafkaReleases implements ReleasePublisher {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final KafkaConnection connection;
    private final ModelCatalogue catalogue;
    private final RecordCodec<ModelRelease> codec = RecordCodec.avro(ModelRelease.class);
    private KafkaProducer<byte[], byte[]> producer;

    public KafkaReleases(KafkaConnection connection) {
        this.connection = connection;
        this.catalogue = new ModelCatalogue(connection);
    }

    @Override
    public Published published() throws IOException, InterruptedException {
        return catalogue.published();
    }

    @Override
    public void publish(ModelBundle bundle, byte[] encoded) throws IOException, InterruptedException {
        if (producer == null) {
            producer = KafkaConnection.call(() -> new KafkaProducer<byte[], byte[]>(connection.producer()));
        }
        byte[] key = Long.toString(bundle.modelVersion()).getBytes(StandardCharsets.UTF_8);
        byte[] value = codec.encode(release(bundle, encoded));
        Future<RecordMetadata> sent = KafkaConnection.call(() ->
                producer.send(new ProducerRecord<>(connection.topics().models().name(), key, value)));
        try {
            sent.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                // Trying again does not make it smaller.
                throw new TrainingFailedException(
                        "Model " + bundle.modelVersion() + " has " + value.length + " bytes; expected at most "
                                + connection.topics().models().maxMessageBytes() + ", what topic "
                                + connection.topics().models().name()
                                + " takes: fewer clusters or narrower networks make it smaller",
                        e.getCause());
            }
            throw new IOException(
                    "Model " + bundle.modelVersion() + " was not acknowledged: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private static ModelRelease release(ModelBundle bundle, byte[] encoded) {
        return ModelRelease.newBuilder()
                .setModelVersion(bundle.modelVersion())
                .setParentVersion(bundle.parentVersion() == 0 ? null : bundle.parentVersion())
                .setCreatedTime(bundle.provenance().createdMillis())
                .setSha256(BundleFormat.sha256(encoded))
                .setProvenance(provenance(bundle.provenance()))
                .setBundle(ByteBuffer.wrap(encoded))
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
            boolean interrupted = Thread.interrupted();
            producer.close(CLOSE_PATIENCE);
            producer = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
