package dev.riffle.benchmarks.endtoend;

import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.jobs.Delivery;
import dev.riffle.jobs.JobOptions;
import dev.riffle.jobs.ScoringJob;
import dev.riffle.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job to measure.
 *
 * @param passThrough which job that only passes events on; empty for the scoring job
 * @param delivery what it promises
 */
record JobUnderTest(
        Workload workload,
        Optional<PassThrough> passThrough,
        Delivery delivery,
        int parallelism,
        Duration checkpointInterval,
        List<String> furtherOptions) {

    /** Short enough for several to fall into a measurement. */
    static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);

    /** @param group consumer group, of this run alone: it begins with the oldest event */
    JobGraph graph(TestBed bed, String group) {
        JobOptions options = options(bed, group);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        if (passThrough.isPresent()) {
            ScoringJob.configure(environment, options);
            passThrough.get().build(environment, options, workload);
        } else {
            ScoringJob.build(environment, options);
        }
        return environment.getStreamGraph().getJobGraph();
    }

    /**
     * Lets the job work off the whole topic of events and stops it then.
     *
     * @param turn different for every turn of the same job
     * @param events that are on the topic
     */
    Drain drain(TestBed bed, String turn, long events) throws InterruptedException {
        long before = bed.written(answers());
        try (TestBed.Running running = start(bed, turn)) {
            return Drain.watch(bed, answers(), before, events, running::requireAlive);
        }
    }

    /**
     * @param drain how fast it was
     * @param checkpoint one that began after the last event was answered
     */
    record Drained(Drain drain, Checkpoint checkpoint) {}

    /** The same, and waits for a checkpoint then. */
    Drained drainAndCheckpoint(TestBed bed, String turn, long events) throws InterruptedException {
        long before = bed.written(answers());
        try (TestBed.Running running = start(bed, turn)) {
            Drain drain = Drain.watch(bed, answers(), before, events, running::requireAlive);
            return new Drained(drain, running.nextCheckpoint());
        }
    }

    private TestBed.Running start(TestBed bed, String turn) {
        return bed.submit(
                graph(bed, "%s-%s".formatted(passThrough.map(PassThrough::name).orElse("full"), turn)));
    }

    private String answers() {
        return Topics.withPrefix(workload.topicPrefix()).assignments().name();
    }

    private JobOptions options(TestBed bed, String group) {
        List<String> options = new ArrayList<>(List.of(
                "--bootstrap",
                bed.bootstrap(),
                "--topic-prefix",
                workload.topicPrefix(),
                "--pipeline",
                pipelineFile(bed).toString(),
                "--delivery",
                delivery == Delivery.EXACTLY_ONCE ? "exactly-once" : "at-least-once",
                "--parallelism",
                Integer.toString(parallelism),
                "--checkpoint-interval",
                checkpointInterval.toMillis() + "ms",
                "--checkpoint-dir",
                bed.checkpoints().toUri().toString(),
                "--event-format",
                workload.formatName(),
                "--output-format",
                workload.formatName(),
                "--group-id",
                group));
        options.addAll(furtherOptions);
        return JobOptions.parse(options.toArray(String[]::new));
    }

    private Path pipelineFile(TestBed bed) {
        Path file = bed.checkpoints().resolveSibling(workload.topicPrefix() + "yaml");
        try {
            return Files.writeString(file, workload.yaml());
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
