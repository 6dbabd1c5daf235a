package dev.riffle.benchmarks.backtest;

import dev.riffle.benchmarks.profile.StageProfile;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.JsonReportOptions;
import dev.riffle.console.backtest.Backtest;
import dev.riffle.console.backtest.BacktestPlan;
import dev.riffle.console.backtest.BacktestProgress;
import dev.riffle.console.backtest.BacktestReport;
import dev.riffle.console.backtest.PipelineChoice;
import dev.riffle.console.backtest.RowOrder;
import dev.riffle.console.backtest.WarmUp;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.trainer.training.TrainingConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench backtest}: how long a backtest of a million payments takes, and what of it. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs 'riffle backtest' on the Fraud Detection Handbook's 1.3 million payments with history features, again and"
                    + " again in one process: seconds, events per second, and the share of every stage by a flight"
                    + " recording.",
            "'taskset -c 0 ./riffle bench backtest' gives it one core."
        })
public final class BacktestCommand implements Callable<Integer> {
    private static final Duration SAMPLED_EVERY = Duration.ofMillis(10);
    private static final double NANOS_PER_SECOND = 1e9;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            defaultValue = "../shared/data/transactions/handbook_2018-04-01_2018-08-14.csv.gz",
            description = "The payments. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(
            names = "--pipeline",
            paramLabel = "P",
            defaultValue = "handbook-transactions",
            description = "Pipeline file or name of a ready one. Default: ${DEFAULT-VALUE}.")
    private String pipeline;

    @Option(
            names = "--label",
            paramLabel = "COL",
            defaultValue = "TX_FRAUD",
            description = "Default: ${DEFAULT-VALUE}.")
    private String label;

    @Option(names = "--limit", paramLabel = "N", description = "Rows at most. Default: all.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "3",
            description = "Backtests, one after the other; the first one's JVM is cold. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private JsonReportOptions report;

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || limit < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "found %,d rounds and %,d rows, expected at least 1 of each".formatted(rounds, limit));
        }
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        List<BacktestRound> measured = new ArrayList<>();
        Path file = Files.createTempFile("riffle-bench", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(SAMPLED_EVERY);
            recording.start();
            for (int round = 1; round <= rounds; round++) {
                measured.add(round());
                status.note("round %d of %d: %s".formatted(round, rounds, measured.get(round - 1)));
            }
            recording.stop();
            recording.dump(file);
            BacktestSpeed speed = new BacktestSpeed(
                    pipeline, measured, StageProfile.of(file, BacktestStages.stages()), watch.ended());
            report.write(speed.markdown());
            status.clear();
            report.print(speed.markdown(), speed::json);
        } finally {
            Files.deleteIfExists(file);
        }
        return ExitCode.OK;
    }

    private BacktestRound round() {
        BacktestPlan plan = new BacktestPlan(
                List.of(data),
                Optional.empty(),
                new PipelineChoice(Optional.of(pipeline), Optional.of(label), Set.of(), Optional.empty()),
                RowOrder.FILE,
                WarmUp.DEFAULT,
                limit,
                AlertBudget.parse("0.1%"),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TrainingConfig.DEFAULTS);
        long cpu = processCpuNanos();
        long wall = System.nanoTime();
        BacktestReport found = new Backtest(plan, BacktestProgress.NONE, Clock.systemUTC()).run();
        return new BacktestRound(
                found, (System.nanoTime() - wall) / NANOS_PER_SECOND, (processCpuNanos() - cpu) / NANOS_PER_SECOND);
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
