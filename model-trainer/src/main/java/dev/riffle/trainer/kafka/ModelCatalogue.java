package dev.riffle.trainer.kafka;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.UnreadableRecordException;
import dev.riffle.trainer.service.ReleasePublisher.Published;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is on the topic {@code models}. Every call reads the topic anew. */
public final class ModelCatalogue {
    private static final Logger LOG = LoggerFactory.getLogger(ModelCatalogue.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConnection connection;

    public ModelCatalogue(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * A release without its bytes.
     *
     * @param bundleBytes size of the bundle
     * @param damage what is wrong with the bundle's bytes; empty if they have the checksum that the release states
     */
    public record Entry(
            long modelVersion,
            OptionalLong parentVersion,
            Instant created,
            String sha256,
            int bundleBytes,
            Optional<String> damage,
            dev.riffle.schemas.Provenance provenance) {}

    /**
     * Every release, by ascending version.
     *
     * @throws IOException if the topic cannot be read
     */
    public List<Entry> list() throws IOException, InterruptedException {
        Map<Long, Entry> entries = new TreeMap<>();
        scan(release -> entries.put(release.getModelVersion(), entry(release)));
        return List.copyOf(entries.values());
    }

    /**
     * One release's bundle, checked and decoded; empty if there is no such version.
     *
     * @throws InvalidBundleException if it does not have the checksum that the release states or cannot be decoded
     * @throws IOException if the topic cannot be read
     */
    public Optional<ModelBundle> open(long modelVersion)
            throws IOException, InterruptedException, InvalidBundleException {
        ModelRelease[] found = new ModelRelease[1];
        scan(release -> {
            if (release.getModelVersion() == modelVersion) {
                found[0] = release;
            }
        });
        return found[0] == null ? Optional.empty() : Optional.of(open(found[0]));
    }

    /** The highest version and the newest bundle that can be used. */
    Published published() throws IOException, InterruptedException {
        long newest = 0;
        long usable = 0;
        for (Entry entry : list()) {
            newest = Math.max(newest, entry.modelVersion());
            if (entry.damage().isEmpty()) {
                usable = entry.modelVersion();
            } else {
                LOG.warn(
                        "Model {} on topic {} is damaged: {}",
                        entry.modelVersion(),
                        connection.topics().models().name(),
                        entry.damage().get());
            }
        }
        Optional<ModelBundle> bundle = Optional.empty();
        if (usable > 0) {
            try {
                bundle = open(usable);
            } catch (InvalidBundleException e) {
                LOG.warn("Model {} cannot be used as a parent: {}", usable, e.getMessage());
            }
        }
        return new Published(newest, bundle);
    }

    private static Entry entry(ModelRelease release) {
        byte[] bytes = bytes(release);
        String found = BundleFormat.sha256(bytes);
        Optional<String> damage = found.equals(release.getSha256())
                ? Optional.empty()
                : Optional.of("its SHA-256 is " + found + "; expected " + release.getSha256());
        return new Entry(
                release.getModelVersion(),
                release.getParentVersion() == null ? OptionalLong.empty() : OptionalLong.of(release.getParentVersion()),
                Instant.ofEpochMilli(release.getCreatedTime()),
                release.getSha256(),
                bytes.length,
                damage,
                release.getProvenance());
    }

    private static ModelBundle open(ModelRelease release) throws InvalidBundleException {
        Optional<String> damage = entry(release).damage();
        if (damage.isPresent()) {
            throw new InvalidBundleException("Model " + release.getModelVersion() + " is damaged: " + damage.get());
        }
        return BundleFormat.decode(bytes(release));
    }

    private static byte[] bytes(ModelRelease release) {
        ByteBuffer buffer = release.getBundle().duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private void scan(Consumer<ModelRelease> visitor) throws IOException, InterruptedException {
        RecordCodec<ModelRelease> codec = RecordCodec.any(ModelRelease.class);
        KafkaConsumer<byte[], byte[]> consumer =
                KafkaConnection.call(() -> new KafkaConsumer<byte[], byte[]>(connection.consumer()));
        try {
            TopicPartition models =
                    new TopicPartition(connection.topics().models().name(), 0);
            long end = KafkaConnection.call(() -> {
                consumer.assign(List.of(models));
                consumer.seekToBeginning(List.of(models));
                return consumer.endOffsets(List.of(models)).get(models);
            });
            while (KafkaConnection.call(() -> consumer.position(models)) < end) {
                for (ConsumerRecord<byte[], byte[]> datum : KafkaConnection.call(() -> consumer.poll(POLL))) {
                    visit(datum, codec, visitor);
                }
            }
        } finally {
            boolean interrupted = Thread.interrupted();
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void visit(
            ConsumerRecord<byte[], byte[]> datum, RecordCodec<ModelRelease> codec, Consumer<ModelRelease> visitor) {
        if (datum.value() == null) {
            return;
        }
        try {
            visitor.accept(codec.decode(datum.value()));
        } catch (UnreadableRecordException e) {
            LOG.warn("Record at {} offset {} is no model release: {}", datum.topic(), datum.offset(), e.getMessage());
        }
    }
}
