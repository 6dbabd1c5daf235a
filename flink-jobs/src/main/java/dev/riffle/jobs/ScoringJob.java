package dev.riffle.jobs;

import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.SegmentField;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.kafka.KafkaSinks;
import dev.riffle.jobs.kafka.KafkaSources;
import dev.riffle.jobs.kafka.Preflight;
import dev.riffle.jobs.operators.ScoringSettings;
import dev.riffle.schemas.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The scoring job on Kafka: options and wiring, nothing else. {@link ScoringTopology} is the flow. */
public final class ScoringJob {
    /** Name under which Flink shows the job. */
    public static final String NAME = "riffle-scoring";

    private ScoringJob() {}

    @SuppressWarnings("SystemOut") // A command line's help.
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
            System.out.println(JobOptionsParser.help());
            return;
        }
        JobOptions options = JobOptions.parse(arguments);
        Preflight.check(options);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        build(environment, options);
        environment.execute(NAME);
    }

    /**
     * Configures the environment and lays the job out in it; executing it is the caller's.
     *
     * @throws dev.riffle.detector.pipeline.InvalidPipelineException if the pipeline cannot be used
     */
    public static void build(StreamExecutionEnvironment environment, JobOptions options) {
        configure(environment, options);
        if (!options.budgetBy().isEmpty()) {
            // Said here rather than by every restart of a failing task.
            SegmentField.of(pipeline(options.pipeline()).parse(), options.budgetBy());
        }
        ScoringSettings settings = new ScoringSettings(
                pipeline(options.pipeline()),
                Topics.withPrefix(options.topicPrefix()).events().name(),
                options.alertBudget(),
                options.budgetBy(),
                options.featureSampleRate(),
                options.featuresPerSecond(),
                options.flushInterval().toMillis(),
                options.clusterPatience().toMillis());
        new ScoringTopology(settings, options.eventFormat())
                .build(environment, KafkaSources.of(options), KafkaSinks.of(options));
    }

    /** Configures an environment as the scoring job's is. */
    public static void configure(StreamExecutionEnvironment environment, JobOptions options) {
        environment.configure(configuration(options));
        if (options.parallelism() > 0) {
            environment.setParallelism(options.parallelism());
        }
    }

    private static Configuration configuration(JobOptions options) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.MAX_PARALLELISM, JobOptions.MAX_PARALLELISM);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(ExecutionOptions.BUFFER_TIMEOUT, options.bufferTimeout());
        configuration.set(
                StateBackendOptions.STATE_BACKEND, options.stateBackend().flinkName());
        configuration.set(
                CheckpointingOptions.INCREMENTAL_CHECKPOINTS, options.stateBackend() == StateBackendKind.ROCKSDB);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, options.checkpointInterval());
        // Aligned barriers for both promises: the sinks make the difference.
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        if (!options.checkpointDirectory().isEmpty()) {
            configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
            configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, options.checkpointDirectory());
            configuration.set(
                    CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                    ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        }
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        return configuration;
    }

    private static PipelineText pipeline(String nameOrFile) {
        return new PipelineText(Pipeline.load(nameOrFile).yaml(), nameOrFile);
    }
}
