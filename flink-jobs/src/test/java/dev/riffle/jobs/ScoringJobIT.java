package dev.riffle.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle.Clusters;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.Centroid;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.Verdict;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The job on a real broker and a real Flink cluster, each test with its own topics. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScoringJobIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long NOON = 1_700_000_000_000L;
    private static final int TASK_MANAGERS = 2;
    private static final String FROM_2100 = "{\"id\":\"far\",\"key\":\"k\",\"time\":4102444800000}";

    @TempDir
    private static Path directory;

    private TestBroker broker;
    private MiniCluster cluster;
    private KafkaProducer<byte[], byte[]> producer;
    /** Task managers ever started: the cluster numbers them in that order. */
    private int taskManagers = TASK_MANAGERS;

    @BeforeAll
    void start() throws Exception {
        broker = TestBroker.start(directory.resolve("kafka"));
        producer = broker.producer();
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(TASK_MANAGERS)
                .setNumSlotsPerTaskManager(2)
                .build());
        cluster.start();
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
        producer.close();
        broker.close();
    }

    @Test
    void everyEventIsAnsweredOnceWhileTheModelArrivesIsRefusedAndLearns() throws Exception {
        Stream stream = new Stream("whole.", TestModels.PIPELINE);
        JobID job = stream.submit(2);
        int events = 0;

        stream.numbers("warm", 5_000);
        stream.raw("{\"id\":\"broken\"", "{\"id\":\"keyless\",\"time\":1}", "x".repeat(5 << 20), FROM_2100);
        events += 5_004;
        stream.awaitAnswers(events);
        assertThat(stream.assignments()).extracting(Assignment::getVerdict).containsOnly(Verdict.WARMING_UP);

        stream.release(TestModels.release(1));
        events = adopted(stream, 1, events);
        stream.numbers("scored", 5_000);
        events += 5_000;
        stream.awaitAnswers(events);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(broker.read(stream.topics.clusters()))
                .as("centroids learned from the stream")
                .isNotEmpty());

        byte[] bundle = BundleFormat.encode(TestModels.bundle(2));
        stream.release(TestModels.release(2, Arrays.copyOf(bundle, bundle.length / 3)));
        stream.rawRelease(new byte[] {1, 2, 3});
        stream.awaitClusterEvent(ClusterEventType.MODEL_REFUSED, 2);
        stream.numbers("learned", 5_000);
        events += 5_000;
        stream.awaitAnswers(events);

        stream.release(TestModels.release(3));
        events = adopted(stream, 3, events);
        stream.numbers("swapped", 5_000);
        events += 5_000;
        stream.awaitAnswers(events);

        events = withClustersOfAnotherKind(stream, 4, Clusters.AUTOENCODER_MIXTURE, events);
        events = withClustersOfAnotherKind(stream, 5, Clusters.CORE_POINTS, events);
        cluster.cancelJob(job).get();

        List<Assignment> assignments = stream.assignments();
        List<DeadLetter> deadLetters = stream.read(stream.topics.deadLetters(), DeadLetter.class, RecordFormat.JSON);
        assertThat(assignments.size() + deadLetters.size()).isEqualTo(events);
        assertThat(assignments).extracting(Assignment::getEventId).doesNotHaveDuplicates();
        assertThat(deadLetters)
                .extracting(DeadLetter::getReason)
                .containsExactlyInAnyOrder(
                        DeadLetterReason.MALFORMED,
                        DeadLetterReason.MISSING_FIELD,
                        DeadLetterReason.TOO_LARGE,
                        DeadLetterReason.TIME_OUT_OF_RANGE);

        Map<String, Set<Long>> models = new HashMap<>();
        for (Assignment assignment : assignments) {
            models.computeIfAbsent(phase(assignment.getEventId()), ignored -> new HashSet<>())
                    .add(assignment.getModelVersion());
        }
        assertThat(models)
                .containsEntry("warm", Set.of(0L))
                .containsEntry("scored", Set.of(1L))
                .containsEntry("learned", Set.of(1L))
                .containsEntry("swapped", Set.of(3L))
                .containsEntry("AUTOENCODER_MIXTURE", Set.of(4L))
                .containsEntry("CORE_POINTS", Set.of(5L));
        assertThat(assignments)
                .filteredOn(assignment -> assignment.getEventId().startsWith("learned"))
                .as("centroids came back to the scorers")
                .allMatch(assignment -> assignment.getClustersVersion() > 0);
        List<Assignment> anomalies = stream.read(stream.topics.anomalies(), Assignment.class, RecordFormat.JSON);
        assertThat(anomalies)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(assignments.stream()
                        .filter(assignment -> assignment.getVerdict() == Verdict.ANOMALY)
                        .toList());
        // They travel at leisure.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        stream.read(stream.topics.features(), FeatureRecord.class, RecordFormat.AVRO))
                .hasSameSizeAs(assignments));
    }

    /**
     * Waits until every scorer has taken a model into use: one of them tells, and the others hear of it by themselves.
     *
     * @return the events sent so far, those included that were sent to find out
     */
    private int adopted(Stream stream, long version, int eventsBefore) throws Exception {
        stream.awaitClusterEvent(ClusterEventType.MODEL_ADOPTED, version);
        int events = eventsBefore;
        while (true) {
            String phase = "probe." + version + "." + events;
            stream.numbers(phase, 20);
            events += 20;
            stream.awaitAnswers(events);
            if (stream.assignments().stream()
                    .filter(assignment -> phase(assignment.getEventId()).equals(phase))
                    .allMatch(assignment -> assignment.getModelVersion() == version)) {
                return events;
            }
        }
    }

    /** Adopts a model whose clusters are not centroids, and waits until what they learned came back. */
    private int withClustersOfAnotherKind(Stream stream, long version, Clusters kind, int eventsBefore)
            throws Exception {
        ModelBundle bundle = TestModels.bundle(version, kind);
        stream.release(TestModels.release(bundle));
        int events = adopted(stream, version, eventsBefore) + 5_000;
        stream.numbers(kind.name(), 5_000);
        stream.awaitAnswers(events);
        double massBefore = bundle.clusters().latent().totalMass();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        stream.read(stream.topics.clusters(), ClusterSnapshot.class, RecordFormat.AVRO))
                .filteredOn(snapshot -> snapshot.getModelVersion() == version)
                .last()
                .satisfies(snapshot -> assertThat(snapshot.getLatent())
                        .hasSize(3)
                        .allSatisfy(statistics -> {
                            assertThat(statistics.getCentre()).hasSize(1);
                            assertThat(statistics.getLastSeen()).isGreaterThanOrEqualTo(NOON);
                        })
                        .extracting(Centroid::getMass)
                        .satisfies(masses -> assertThat(masses.stream()
                                        .mapToDouble(mass -> mass)
                                        .sum())
                                .isGreaterThan(massBefore))));
        double radius = bundle.clusterModel() instanceof CorePoints corePoints ? corePoints.radius() : Double.MAX_VALUE;
        assertThat(stream.assignments())
                .filteredOn(assignment -> phase(assignment.getEventId()).equals(kind.name()))
                .hasSize(5_000)
                .allSatisfy(assignment -> {
                    assertThat(assignment.getDistance()).isNotNegative();
                    assertThat(assignment.getClusterId() == null).isEqualTo(assignment.getDistance() > radius);
                });
        return events;
    }

    @Test
    void exactlyOnceHoldsWhenATaskManagerIsKilled() throws Exception {
        Stream stream = new Stream("exact.", TestModels.HISTORY_PIPELINE);
        JobID job = stream.submit(2, "--delivery", "exactly-once", "--transaction-timeout", "1min");
        Set<String> ids = throughAKill(
                stream,
                job,
                TestModels.release(TestModels.bundle(1, TestModels.HISTORY_PIPELINE, Clusters.CORE_POINTS)));
        stream.awaitIds(ids);
        assertThat(stream.assignments())
                .extracting(Assignment::getEventId)
                .hasSameSizeAs(ids)
                .containsExactlyInAnyOrderElementsOf(ids);
        cluster.cancelJob(job).get();
    }

    @Test
    void atLeastOnceHoldsWhenATaskManagerIsKilled() throws Exception {
        Stream stream = new Stream("least.", TestModels.HISTORY_PIPELINE);
        JobID job = stream.submit(2);
        Set<String> ids = throughAKill(
                stream,
                job,
                TestModels.release(TestModels.bundle(1, TestModels.HISTORY_PIPELINE, Clusters.LATENT_CENTROIDS)));
        stream.awaitIds(ids);
        cluster.cancelJob(job).get();
    }

    private Set<String> throughAKill(Stream stream, JobID job, ModelRelease release) throws Exception {
        stream.release(release);
        Set<String> ids = new HashSet<>(stream.payments(0, 3_000));
        stream.awaitIds(ids);
        ids.addAll(stream.payments(3_000, 6_000));
        killTaskManagers();
        await().atMost(PATIENCE).until(() -> restarted(job));
        ids.addAll(stream.payments(6_000, 9_000));
        return ids;
    }

    /** Kills all task managers without a word of warning, and starts as many new ones. */
    private void killTaskManagers() throws Exception {
        int known = taskManagers;
        for (int i = 0; i < known; i++) {
            cluster.terminateTaskManager(i).get();
        }
        for (int i = 0; i < TASK_MANAGERS; i++) {
            cluster.startTaskManager();
        }
        taskManagers = known + TASK_MANAGERS;
    }

    private boolean restarted(JobID job) throws Exception {
        for (AccessExecutionVertex vertex : cluster.getExecutionGraph(job).get().getAllExecutionVertices()) {
            if (vertex.getCurrentExecutionAttempt().getAttemptNumber() > 0
                    && vertex.getExecutionState() == ExecutionState.RUNNING) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aPipelineWithoutHistoryGoesOnThroughAKillAndOtherParallelismWithModelAndClusters() throws Exception {
        Stream stream = new Stream("plain.", TestModels.PIPELINE);
        JobID first = stream.submit(2, "--delivery", "exactly-once", "--transaction-timeout", "1min");
        stream.release(TestModels.release(1));
        int events = adopted(stream, 1, 0);
        stream.numbers("before", 3_000);
        killTaskManagers();
        await().atMost(PATIENCE).until(() -> restarted(first));
        stream.numbers("killed", 3_000);
        events += 6_000;
        stream.awaitAnswers(events);
        String savepoint = cluster.stopWithSavepoint(
                        first, directory.resolve("savepoints").toUri().toString(), false, SavepointFormatType.CANONICAL)
                .get();

        JobID second = stream.restore(1, savepoint);
        stream.numbers("restored", 3_000);
        events += 3_000;
        stream.awaitAnswers(events);
        // What steers is read from its start again, and still steers.
        stream.release(TestModels.release(2));
        events = adopted(stream, 2, events);
        cluster.cancelJob(second).get();

        List<Assignment> assignments = stream.assignments();
        assertThat(assignments)
                .hasSize(events)
                .extracting(Assignment::getEventId)
                .doesNotHaveDuplicates();
        assertThat(assignments)
                .filteredOn(assignment -> phase(assignment.getEventId()).equals("restored"))
                .as("nobody waited for a model, and the clusters went on from what they had learned")
                .allMatch(assignment -> assignment.getModelVersion() == 1 && assignment.getClustersVersion() > 0);
    }

    @Test
    void aSavepointGoesOnWithOtherParallelismAndBackendWithModelHistoryAndSmoothedScores() throws Exception {
        Stream stream = new Stream("save.", TestModels.SMOOTHED_PIPELINE);
        JobID first = stream.submit(1);
        stream.release(
                TestModels.release(TestModels.bundle(1, TestModels.HISTORY_PIPELINE, Clusters.AUTOENCODER_MIXTURE)));
        stream.awaitClusterEvent(ClusterEventType.MODEL_ADOPTED, 1);
        Set<String> ids = new HashSet<>(stream.payments(0, 2_000));
        stream.awaitIds(ids);
        String savepoint = cluster.stopWithSavepoint(
                        first, directory.resolve("savepoints").toUri().toString(), false, SavepointFormatType.CANONICAL)
                .get();

        JobID second = stream.restore(2, savepoint, "--state-backend", "rocksdb");
        // All within an hour: partitions are read at different paces, and what a later event pushed out would be
        // missing.
        ids.addAll(stream.payments(2_000, 3_000));
        stream.awaitIds(ids);
        cluster.cancelJob(second).get();

        assertThat(stream.assignments())
                .as("nothing repeated, nothing unscored after the restore")
                .hasSameSizeAs(ids)
                .filteredOn(assignment -> number(assignment.getEventId()) >= 2_000)
                .allMatch(assignment -> assignment.getModelVersion() == 1)
                .as("judged together with what came before the savepoint: alone, it would be as unusual as by itself")
                .noneMatch(assignment -> assignment.getTailProbability().equals(assignment.getEventTailProbability()));
        // Every customer pays once per ten events, a second apart: the hour before holds all their earlier payments,
        // and
        // what came of the same pane (150 s) before its turn counts as earlier.
        assertThat(stream.read(stream.topics.features(), FeatureRecord.class, RecordFormat.AVRO))
                .filteredOn(record -> number(record.getEventId()) >= 2_000 && number(record.getEventId()) < 2_010)
                .hasSize(10)
                .allSatisfy(record -> assertThat(record.getFeatures().get(1)).isBetween(190.0, 215.0));
    }

    private static String phase(String eventId) {
        return eventId.substring(0, eventId.indexOf('-'));
    }

    private static int number(String eventId) {
        return Integer.parseInt(eventId.substring(eventId.indexOf('-') + 1));
    }

    /** One test's topics, job and events. */
    private final class Stream {
        private final Topics topics;
        private final Path pipeline;
        private final EventCodec codec = EventCodec.of(RecordFormat.JSON);
        private final List<Future<RecordMetadata>> sent = new ArrayList<>();
        private final SyntheticStream synthetic = new SyntheticStream(11, 0);

        Stream(String prefix, Pipeline pipeline) throws Exception {
            topics = Topics.withPrefix(prefix).withPartitions(2);
            broker.createTopics(topics.all());
            this.pipeline = Files.writeString(directory.resolve(prefix + "yaml"), pipeline.yaml());
        }

        JobID submit(int parallelism, String... more) throws Exception {
            return run(graph(parallelism, more));
        }

        JobID restore(int parallelism, String savepoint, String... more) throws Exception {
            JobGraph graph = graph(parallelism, more);
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
            return run(graph);
        }

        private JobGraph graph(int parallelism, String... more) {
            List<String> arguments = new ArrayList<>(List.of(
                    "--bootstrap",
                    broker.bootstrap(),
                    "--topic-prefix",
                    topics.prefix(),
                    "--pipeline",
                    pipeline.toString(),
                    "--group-id",
                    topics.prefix() + "scoring",
                    "--parallelism",
                    Integer.toString(parallelism),
                    "--checkpoint-interval",
                    "500ms",
                    // Every event's, however fast they come.
                    "--features-per-second",
                    "1000000",
                    "--flush-interval",
                    "100ms"));
            arguments.addAll(List.of(more));
            StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
            ScoringJob.build(environment, JobOptions.parse(arguments.toArray(new String[0])));
            return environment.getStreamGraph().getJobGraph();
        }

        private JobID run(JobGraph graph) throws Exception {
            JobID job = cluster.submitJob(graph).get().getJobID();
            await().atMost(PATIENCE).until(() -> cluster.getJobStatus(job).get() == JobStatus.RUNNING);
            return job;
        }

        /** Events of the numeric pipeline, one in a hundred of them an anomaly. */
        void numbers(String phase, int count) throws Exception {
            for (int i = 0; i < count; i++) {
                double[] row = i % 100 == 99 ? synthetic.anomaly() : synthetic.normal();
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("id", phase + "-" + i);
                fields.put("key", "k" + i % 7);
                fields.put("time", NOON + i);
                for (int f = 0; f < row.length; f++) {
                    fields.put("x" + f, row[f]);
                }
                send(codec.encode(fields));
            }
            awaitSent();
        }

        /** Events of the history pipeline, a second apart; their ids. */
        List<String> payments(int from, int to) throws Exception {
            List<String> ids = new ArrayList<>();
            for (int i = from; i < to; i++) {
                String id = "payment-" + i;
                ids.add(id);
                send(codec.encode(Map.of(
                        "id", id,
                        "customer", "c" + i % 10,
                        "terminal", "t" + i % 3,
                        "time", NOON + i * 1_000L,
                        "amount", i % 50)));
            }
            awaitSent();
            return ids;
        }

        void raw(String... payloads) throws Exception {
            for (String payload : payloads) {
                send(payload.getBytes(StandardCharsets.UTF_8));
            }
            awaitSent();
        }

        private void send(byte[] payload) {
            sent.add(producer.send(new ProducerRecord<>(topics.events().name(), null, payload)));
        }

        private void awaitSent() throws Exception {
            producer.flush();
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
            sent.clear();
        }

        void release(ModelRelease release) throws Exception {
            rawRelease(RecordCodec.avro(ModelRelease.class).encode(release));
        }

        void rawRelease(byte[] bytes) throws Exception {
            producer.send(new ProducerRecord<>(topics.models().name(), new byte[] {1}, bytes))
                    .get();
        }

        void awaitAnswers(int events) {
            await().atMost(PATIENCE)
                    .until(
                            () -> broker.read(topics.assignments()).size()
                                    + broker.read(topics.deadLetters()).size(),
                            answers -> answers >= events);
        }

        void awaitIds(Set<String> ids) {
            await().atMost(PATIENCE).until(() -> {
                Set<String> found = new HashSet<>();
                for (Assignment assignment : assignments()) {
                    found.add(assignment.getEventId());
                }
                return found.equals(ids);
            });
        }

        void awaitClusterEvent(ClusterEventType type, long modelVersion) {
            await().atMost(PATIENCE)
                    .until(() -> read(topics.clusterEvents(), ClusterEvent.class, RecordFormat.JSON).stream()
                            .anyMatch(event -> event.getType() == type && event.getModelVersion() == modelVersion));
        }

        List<Assignment> assignments() throws Exception {
            return read(topics.assignments(), Assignment.class, RecordFormat.JSON);
        }

        <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type, RecordFormat format) throws Exception {
            RecordCodec<T> codec = RecordCodec.of(format, type);
            List<T> values = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : broker.read(topic)) {
                values.add(codec.decode(record.value()));
            }
            return values;
        }
    }
}
