package dev.riffle.benchmarks;

import dev.riffle.benchmarks.alerts.AlertsCommand;
import dev.riffle.benchmarks.backtest.BacktestCommand;
import dev.riffle.benchmarks.clustering.ClusteringCommand;
import dev.riffle.benchmarks.endtoend.LatencyCommand;
import dev.riffle.benchmarks.endtoend.ProfileCommand;
import dev.riffle.benchmarks.endtoend.ScaleCommand;
import dev.riffle.benchmarks.endtoend.ThroughputCommand;
import dev.riffle.benchmarks.explanation.ExplanationCommand;
import dev.riffle.benchmarks.handbook.HandbookCommand;
import dev.riffle.benchmarks.kernel.JmhCommand;
import dev.riffle.benchmarks.kernel.KernelCommand;
import dev.riffle.benchmarks.learning.LearningCommand;
import dev.riffle.benchmarks.peers.PeersCommand;
import dev.riffle.benchmarks.quality.AblationCommand;
import dev.riffle.benchmarks.quality.QualityCommand;
import dev.riffle.benchmarks.sweep.SweepCommand;
import dev.riffle.benchmarks.training.TrainingCommand;
import dev.riffle.console.Riffle;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench}: measurements, beside the commands that the product has. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Measures. Results go to standard output and to benchmarks/results, progress to standard error.",
            "benchmarks/README.md says what each command does and how long it takes."
        },
        subcommands = {
            ClusteringCommand.class,
            SweepCommand.class,
            QualityCommand.class,
            AblationCommand.class,
            AlertsCommand.class,
            ExplanationCommand.class,
            HandbookCommand.class,
            BacktestCommand.class,
            ThroughputCommand.class,
            LatencyCommand.class,
            ProfileCommand.class,
            ScaleCommand.class,
            TrainingCommand.class,
            KernelCommand.class,
            JmhCommand.class,
            PeersCommand.class,
            LearningCommand.class
        })
public final class Bench implements Runnable {
    @Spec
    private CommandSpec spec;

    Bench() {}

    public static void main(String[] args) {
        Riffle.main(Map.of("bench", new Bench()), args);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command: " + String.join(" or ", spec.subcommands().keySet()));
    }
}
