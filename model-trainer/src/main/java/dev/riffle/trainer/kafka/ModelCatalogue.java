package dev.riffle.trainer.kafka;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.ReleaseRole;
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
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on the topic {@code models}. Every call sees what was published before the call, and reads the topic anew for
 * it but for {@link #refresh}.
 */
public final class ModelCatalogue {
    private static final Logger LOG = LoggerFactory.getLogger(ModelCatalogue.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /**
     * How long an undecided transaction is waited for. A publisher's commit returns before readers of committed records
     * see it, by milliseconds; a publisher that died leaves its transaction open for longer than anybody wants to wait.
     */
    private static final Duration DECISION = Duration.ofSeconds(5);
    /** Champions held at a time while looking for the newest that can be used. */
    private static final int FALLBACKS = 4;

    private final KafkaConnection connection;

    public ModelCatalogue(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * A release without its bytes.
     *
     * @param bundleBytes size of the bundle
     * @param damage what is wrong with the bundle's bytes; empty if they have the checksum that the release states
     * @param shadow true if it scores beside the champion only
     * @param originVersion the release that it repeats; empty if a training made it
     * @param note why it was released; may be empty
     */
    public record Entry(
            long modelVersion,
            OptionalLong parentVersion,
            Instant created,
            String sha256,
            int bundleBytes,
            Optional<String> damage,
            dev.riffle.schemas.Provenance provenance,
            boolean shadow,
            OptionalLong originVersion,
            String note) {

        /** The version under which a training made it. */
        public long origin() {
            return originVersion.orElse(modelVersion);
        }

        /** True if it was released to give the verdicts, and can be used. */
        public boolean isChampion() {
            return !shadow && damage.isEmpty();
        }
    }

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

    /** True if there is that version, with that checksum. */
    boolean holds(long modelVersion, String sha256) throws IOException, InterruptedException {
        return list().stream()
                .anyMatch(entry ->
                        entry.modelVersion() == modelVersion && entry.sha256().equals(sha256));
    }

    /**
     * What one reader knows of the topic, so that it need not read again what it has read. A live object for one thread.
     */
    static final class Known {
        private final TreeMap<Long, ModelRelease> champions = new TreeMap<>();
        private long newestVersion;
        private long position;

        private void add(ModelRelease release) {
            newestVersion = Math.max(newestVersion, release.getModelVersion());
            if (release.getRole() == ReleaseRole.CHAMPION) {
                champions.put(release.getModelVersion(), release);
                if (champions.size() > FALLBACKS) {
                    champions.pollFirstEntry();
                }
            }
        }

        private void forget() {
            champions.clear();
            newestVersion = 0;
            position = 0;
        }
    }

    /**
     * The highest version and the newest champion that can be used.
     *
     * @throws IOException if the topic cannot be read
     */
    public Published published() throws IOException, InterruptedException {
        return refresh(new Known());
    }

    /**
     * The same, reading only what was written since the last time.
     *
     * @throws IOException if the topic cannot be read
     */
    Published refresh(Known known) throws IOException, InterruptedException {
        if (known.position > end(models(), "read_uncommitted")) {
            // Another topic under the same name.
            known.forget();
        }
        known.position = scan(known.position, known::add);
        for (ModelRelease release : known.champions.descendingMap().values()) {
            try {
                return new Published(known.newestVersion, Optional.of(open(release)));
            } catch (InvalidBundleException e) {
                LOG.warn(
                        "Model {} on topic {} cannot be used: {}",
                        release.getModelVersion(),
                        connection.topics().models().name(),
                        e.getMessage());
            }
        }
        return new Published(known.newestVersion, Optional.empty());
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
                release.getProvenance(),
                release.getRole() == ReleaseRole.SHADOW,
                release.getOriginVersion() == null ? OptionalLong.empty() : OptionalLong.of(release.getOriginVersion()),
                release.getNote());
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

    private TopicPartition models() {
        return new TopicPartition(connection.topics().models().name(), 0);
    }

    private void scan(Consumer<ModelRelease> visitor) throws IOException, InterruptedException {
        scan(0, visitor);
    }

    /** Returns the position behind the last record that was read. */
    private long scan(long from, Consumer<ModelRelease> visitor) throws IOException, InterruptedException {
        RecordCodec<ModelRelease> codec = RecordCodec.any(ModelRelease.class);
        KafkaConsumer<byte[], byte[]> consumer =
                KafkaConnection.call(() -> new KafkaConsumer<byte[], byte[]>(connection.consumer()));
        try {
            TopicPartition models = models();
            long written = end(models, "read_uncommitted");
            KafkaConnection.call(() -> {
                consumer.assign(List.of(models));
                consumer.seek(models, from);
                return null;
            });
            long start = System.nanoTime();
            while (true) {
                long position = KafkaConnection.call(() -> consumer.position(models));
                boolean patient = System.nanoTime() - start < DECISION.toNanos();
                if (position >= written || !patient && position >= end(models, "read_committed")) {
                    return position;
                }
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

    private long end(TopicPartition models, String isolation) throws IOException, InterruptedException {
        Map<String, Object> properties = connection.consumer();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        return KafkaConnection.call(() -> {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
                consumer.assign(List.of(models));
                return consumer.endOffsets(List.of(models)).get(models);
            }
        });
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
