package dev.riffle.benchmarks.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.kafka.TopicSetup;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.kafka.EmbeddedKafka;
import dev.riffle.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker and a Flink cluster in this process, with everything that they write in a directory of their own. */
final class TestBed implements AutoCloseable {
    private static final int PARTITIONS = Topics.DEFAULT_PARTITIONS;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(64);
    private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(128);

    private final Path directory;
    private final EmbeddedKafka kafka;
    private final MiniCluster flink;
    private final Admin admin;

    private TestBed(Path directory, EmbeddedKafka kafka, MiniCluster flink, Admin admin) {
        this.directory = directory;
        this.kafka = kafka;
        this.flink = flink;
        this.admin = admin;
    }

    /** @param slots parallel subtasks that fit in */
    static TestBed start(int slots) {
        try {
            Path directory = Files.createTempDirectory("riffle-bench");
            EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
            MiniCluster flink = new MiniCluster(new MiniClusterConfiguration.Builder()
                    .setConfiguration(configuration(directory.resolve("flink")))
                    .setNumTaskManagers(1)
                    .setNumSlotsPerTaskManager(slots)
                    .build());
            flink.start();
            return new TestBed(
                    directory,
                    kafka,
                    flink,
                    Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap())));
        } catch (Exception e) {
            throw new CommandFailure("Broker and Flink did not start: " + e.getMessage(), e);
        }
    }

    private static Configuration configuration(Path directory) throws IOException {
        Files.createDirectories(directory);
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.PORT, 0);
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(CoreOptions.TMP_DIRS, directory.toString());
        configuration.set(WebOptions.TMP_DIR, directory.toString());
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
        return configuration;
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    /** For checkpoints. */
    Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    /** Makes the system's topics under a prefix. */
    Topics topics(String prefix) {
        Topics topics = Topics.withPrefix(prefix);
        TopicSetup.apply(new Broker(bootstrap()), topics);
        return topics;
    }

    /** Writes the first events of a stream to a topic, to the partition of each one's key. */
    void fill(String topic, Workload workload, long count) {
        SyntheticEvents events = new SyntheticEvents(workload);
        EventWriter writer = EventWriter.of(workload.format(), workload.columns());
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(20)) {
            for (long number = 0; number < count; number++) {
                byte[] payload = writer.write(
                        events.id(number), events.key(number), events.timeMillis(number), events.row(number));
                producer.send(
                        new ProducerRecord<>(topic, events.key(number).getBytes(UTF_8), payload),
                        (metadata, problem) -> failure.compareAndSet(null, problem));
            }
        }
        if (failure.get() != null) {
            throw new CommandFailure(
                    "Events could not be written: " + failure.get().getMessage(), failure.get());
        }
    }

    KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap());
        settings.put("linger.ms", lingerMillis);
        settings.put("batch.size", 1 << 17);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Partitions of a wide topic. */
    List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** Records that were ever written to a wide topic, markers of transactions among them. */
    long written(String topic) {
        return ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Lets a consumer group begin with what comes from now on. */
    void startAtEnd(String group, String topic) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        ends(topic).forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end)));
        done(admin.alterConsumerGroupOffsets(group, offsets).all());
    }

    private Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions(topic).forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        done(admin.listOffsets(wanted).all()).forEach((partition, found) -> ends.put(partition, found.offset()));
        return ends;
    }

    private static <T> T done(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while talking to Kafka.", e);
        } catch (ExecutionException e) {
            throw new CommandFailure("Kafka refused: " + e.getMessage(), e);
        }
    }

    /** A job that runs. */
    final class Running implements AutoCloseable {
        private final JobID id;
        private final CompletableFuture<JobResult> result;

        private Running(JobID id) {
            this.id = id;
            result = flink.requestJobResult(id);
        }

        /** Waits for a checkpoint that begins from now on. */
        Checkpoint nextCheckpoint() throws InterruptedException {
            long now = System.currentTimeMillis();
            while (true) {
                requireAlive();
                CompletedCheckpointStats latest = done(flink.getExecutionGraph(id))
                        .getCheckpointStatsSnapshot()
                        .getHistory()
                        .getLatestCompletedCheckpoint();
                if (latest != null && latest.getTriggerTimestamp() >= now) {
                    return new Checkpoint(latest.getStateSize(), latest.getEndToEndDuration());
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }

        /** @throws CommandFailure if the job has ended */
        void requireAlive() {
            if (result.isDone()) {
                throw new CommandFailure("The job has ended: " + result.join().getSerializedThrowable());
            }
        }

        @Override
        public void close() {
            try {
                flink.cancelJob(id).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                throw new CommandFailure("The job did not end: " + e.getMessage(), e);
            }
        }
    }

    Running submit(JobGraph graph) {
        try {
            return new Running(flink.submitJob(graph)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .getJobID());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while submitting a job.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailure("Flink refused the job: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
        try {
            flink.closeAsync().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailure("Flink did not stop: " + e.getMessage(), e);
        } finally {
            kafka.close();
            delete();
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
