package dev.riffle.console.local;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.kafka.TopicSetup;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.Delivery;
import dev.riffle.jobs.JobOptions;
import dev.riffle.jobs.ScoringJob;
import dev.riffle.kafka.EmbeddedKafka;
import dev.riffle.trainer.TrainerService;
import dev.riffle.trainer.TrainerServiceOptions;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.service.TrainerStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker (or somebody's own cluster), topics, scoring job and trainer in this process. Started again on the same directory it goes on where it
 * stopped: the broker has its data, and the job takes up its newest checkpoint.
 */
public final class LocalStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);
    private static final Duration JOB_START_TIMEOUT = Duration.ofSeconds(60);

    /** The parts that run, newest first: the order in which they are stopped. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Broker broker;
    private LocalFlink flink;
    private TrainerService trainer;
    private Optional<Path> resumedFrom = Optional.empty();

    private LocalStack() {}

    /**
     * Starts everything and returns when the job runs. Where a part does not start, those before it are stopped again.
     *
     * @param progress hears what is being started, in a few words
     * @throws CommandFailure if a part does not start; the message says which and why
     */
    public static LocalStack start(LocalStackOptions options, Clock clock, Consumer<String> progress)
            throws InterruptedException {
        // Before anything is started, so that a bad file or port costs no time.
        Pipeline pipeline = Pipeline.load(options.pipeline());
        if (options.kafka() instanceof KafkaChoice.Embedded embedded) {
            LocalPorts.requireFree(embedded.port(), "Kafka's port", "--kafka-port");
        }
        LocalPorts.requireFree(options.dashboardPort(), "The dashboard's port", "--port");
        LocalStack stack = new LocalStack();
        try {
            stack.startParts(options, pipeline, clock, progress);
            return stack;
        } catch (RuntimeException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    private void startParts(LocalStackOptions options, Pipeline pipeline, Clock clock, Consumer<String> progress)
            throws InterruptedException {
        parts.push(lock(options.directory()));
        broker = broker(options, progress);

        TopicSetup topics = TopicSetup.apply(broker, options.topics());
        topics.differences().forEach(difference -> LOG.warn("Topic {}", difference));

        progress.accept("starting Flink");
        flink = LocalFlink.start(
                options.flinkDirectory(),
                options.checkpointDirectory(),
                options.dashboardPort(),
                options.parallelism());
        parts.push(flink);
        resumedFrom = LocalFlink.latestCheckpoint(options.checkpointDirectory());
        flink.submit(jobGraph(options), resumedFrom);

        progress.accept("starting the trainer");
        trainer = new TrainerService(
                new TrainerServiceOptions(
                        new KafkaConnection(broker.bootstrap(), options.topics(), broker.clientProperties()),
                        pipeline,
                        options.training(),
                        options.retraining(),
                        AlertBudget.parse(options.alertBudget()),
                        options.from()),
                clock,
                status -> {});
        trainer.start();
        parts.push(trainer);
        progress.accept("starting the scoring job");
        flink.awaitRunning(JOB_START_TIMEOUT);
    }

    private Broker broker(LocalStackOptions options, Consumer<String> progress) throws InterruptedException {
        if (options.kafka() instanceof KafkaChoice.External external) {
            progress.accept("looking for Kafka at " + external.broker().bootstrap());
            return external.broker();
        }
        progress.accept("starting Kafka");
        EmbeddedKafka kafka = embeddedKafka(options.kafkaDirectory(), ((KafkaChoice.Embedded) options.kafka()).port());
        parts.push(kafka);
        return new Broker(kafka.bootstrap());
    }

    private static EmbeddedKafka embeddedKafka(Path directory, int port) {
        try {
            return EmbeddedKafka.start(directory, port);
        } catch (IllegalStateException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private JobGraph jobGraph(LocalStackOptions options) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(options.parallelism());
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap",
                broker.bootstrap(),
                "--topic-prefix",
                options.topics().prefix(),
                "--pipeline",
                options.pipeline(),
                "--delivery",
                options.delivery() == Delivery.EXACTLY_ONCE ? "exactly-once" : "at-least-once",
                "--budget",
                options.alertBudget(),
                "--parallelism",
                Integer.toString(options.parallelism()),
                "--state-backend",
                "hashmap",
                "--checkpoint-interval",
                options.checkpointInterval().toMillis() + "ms",
                "--checkpoint-dir",
                options.checkpointDirectory().toUri().toString()));
        broker.clientProperties().forEach((key, value) -> {
            arguments.add("-K");
            arguments.add(key + "=" + value);
        });
        ScoringJob.build(environment, JobOptions.parse(arguments.toArray(String[]::new)));
        return environment.getStreamGraph().getJobGraph();
    }

    /** Address of the broker, host:port. */
    public String bootstrap() {
        return broker.bootstrap();
    }

    /** Address of Flink's web dashboard. */
    public URI dashboard() {
        return flink.dashboard();
    }

    /** What the trainer is doing. */
    public TrainerStatus trainerStatus() {
        return trainer.status();
    }

    /** The checkpoint that the job took up; empty if it began anew. */
    public Optional<Path> resumedFrom() {
        return resumedFrom;
    }

    /**
     * Checks that the job has not ended.
     *
     * @throws CommandFailure with the reason if it has
     */
    public void requireAlive() {
        flink.requireAlive();
    }

    /** Stops trainer, job, Flink and broker, in this order. A second call does nothing. */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop in an orderly way", part.getClass().getSimpleName(), e);
            }
        }
    }

    /** Two stacks on one directory would ruin each other's data. */
    private static AutoCloseable lock(Path directory) {
        Path file = directory.resolve("lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new CommandFailure("The directory " + directory + " cannot be used: " + e, e);
        }
        throw new CommandFailure(
                "Another local stack runs on the directory " + directory + ": stop it, or choose another with --dir.");
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }
}
