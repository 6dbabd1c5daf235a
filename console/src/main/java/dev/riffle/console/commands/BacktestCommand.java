package dev.riffle.console.commands;

import dev.riffle.console.backtest.Backtest;
import dev.riffle.console.backtest.BacktestPlan;
import dev.riffle.console.backtest.BacktestReport;
import dev.riffle.console.backtest.RowOrder;
import dev.riffle.console.backtest.WarmUp;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.anomaly.AlertBudget;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle backtest}: detector and trainer over files, in one process, without Kafka. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replays files through the detector and trainer of the stream: the first rows train a model, every later"
                    + " row is scored first and then learned from (prequential evaluation).",
            "With labels it also says how well scores rank the anomalies. The detector never sees the labels."
        })
public final class BacktestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "CSV with a header or JSON lines, plain or gzipped. Several are read as one; their headers are"
                            + " the same.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private PipelineOptions pipeline;

    @Option(names = "--test", paramLabel = "TEST", description = "File to score. All rows of FILE... are warm-up then.")
    private Optional<Path> test;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "file",
            converter = OptionConverters.Order.class,
            description =
                    "'file' keeps the rows' order, 'shuffle' shuffles them by the seed. Default: ${DEFAULT-VALUE}.")
    private RowOrder order;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of shuffling and training. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--warm-up",
            paramLabel = "N|P%",
            converter = OptionConverters.Rows.class,
            description =
                    "Rows that train the first model and are not scored: a number or a share of all rows. Default:"
                            + " 10%%.")
    private Optional<WarmUp> warmUp;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Rows kept at most: the first ones, after shuffling. With --test, rows of TEST. Default: all.")
    private Optional<Long> limit;

    @Option(
            names = "--budget",
            paramLabel = "BUDGET",
            defaultValue = "0.1%",
            converter = OptionConverters.Budget.class,
            description = "Alert budget: a share of the events like 0.1%% or a number per hour of event time like 50/h."
                    + " Default: ${DEFAULT-VALUE}.")
    private AlertBudget budget;

    @Option(
            names = "--budget-by",
            paramLabel = "FIELD",
            description =
                    "Key or category field of the pipeline: each of its values has the budget for itself. Default:"
                            + " one budget for all.")
    private Optional<String> budgetBy;

    @Option(
            names = "--retrain-every",
            paramLabel = "N",
            description = "Scored rows from one training to the next; each learns from the most recent 10,000 rows that"
                    + " were not flagged. Default: whenever rows have doubled, up to a model of 5,000 or more, and"
                    + " not in a series.")
    private Optional<Integer> retrainEvery;

    @Option(
            names = "--scores",
            paramLabel = "OUT.csv",
            description = "Write a line per scored row: score, verdict, triggers, cluster, and the explanation.")
    private Optional<Path> scores;

    @Option(
            names = "--injected-column",
            paramLabel = "COL",
            description =
                    "Column that names the feature that an anomaly was injected into, empty in all other rows; never"
                            + " reaches the pipeline. Then it also says how often explanations name that feature.")
    private Optional<String> injected;

    @Option(
            names = "--verdicts-delay",
            paramLabel = "D",
            converter = DurationConverter.class,
            description =
                    "Feed the labels of anomalies back as analysts' verdicts after so much event time, such as 7d, for"
                            + " the pipeline's features of type 'verdicts'. Default: none come back.")
    private Optional<Duration> verdictsDelay;

    @Mixin
    private TrainingOptions training;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        BacktestPlan plan = plan();
        ProgressLine progress =
                new ProgressLine(StatusLine.on(spec.commandLine().getErr()));
        BacktestReport report = new Backtest(plan, progress, Clock.systemUTC()).run();
        progress.clear();
        spec.commandLine()
                .getOut()
                .println(json ? report.toJson() : report.toText().stripTrailing());
        return ExitCode.OK;
    }

    private BacktestPlan plan() {
        if (test.isPresent() && warmUp.isPresent()) {
            throw wrongUsage("--warm-up and --test exclude each other: with --test all rows of FILE are warm-up.");
        }
        try {
            return new BacktestPlan(
                    files,
                    test,
                    injected.map(pipeline.choice()::hiding).orElseGet(pipeline::choice),
                    order,
                    warmUp.orElse(WarmUp.DEFAULT),
                    limit.orElse(Long.MAX_VALUE),
                    budget,
                    budgetBy,
                    retrainEvery.map(OptionalInt::of).orElse(OptionalInt.empty()),
                    scores,
                    injected,
                    verdictsDelay,
                    training.config(seed));
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
