package dev.riffle.console.commands;

import dev.riffle.console.demo.Demo;
import dev.riffle.console.demo.DemoPlan;
import dev.riffle.console.demo.DemoReport;
import dev.riffle.console.local.WorkDirectory;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.Logging;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.jobs.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle demo}: everything in one go on a simulated stream. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Kafka, Flink, the trainer and a simulator in this process, shows how they work together, and accounts"
                    + " for every event at the end.",
            "A simulated day passes in seconds. Nothing is left behind."
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SimulatedStreamOptions stream;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "90s",
            converter = DurationConverter.class,
            description = "How long events are sent. Default: ${DEFAULT-VALUE}")
    private Duration duration;

    @Option(
            names = "--retrain-every",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "Time from one training to the next. Default: ${DEFAULT-VALUE}")
    private Duration retrainEvery;

    @Option(
            names = "--delivery",
            paramLabel = "PROMISE",
            defaultValue = "at-least-once",
            converter = DeliveryConverter.class,
            description = "at-least-once or exactly-once (answers appear when a checkpoint completes). Default:"
                    + " ${DEFAULT-VALUE}")
    private Delivery delivery;

    @Option(
            names = "--budget",
            paramLabel = "BUDGET",
            defaultValue = "1%",
            description = "Alert budget: a share of the events like 1%% or a number per hour of event time like 50/h."
                    + " Default: ${DEFAULT-VALUE}")
    private String budget;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8080",
            description = "Port of Flink's web dashboard; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--no-page", description = "No dashboard.")
    private boolean noPage;

    /** What other commands take; here there is a sentence for it. */
    @Option(
            names = {"--bootstrap", "--kafka-config", "-K", "--kafka-property"},
            hidden = true)
    private List<String> ofOtherClusters = List.of();

    @Override
    public Integer call() throws InterruptedException {
        if (!ofOtherClusters.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'demo' works with a broker of its own, which lets everybody in: on a Kafka cluster of yours run"
                            + " 'riffle up --bootstrap HOST:PORT --kafka-config FILE', and 'riffle simulate' beside it.");
        }
        DemoPlan plan = plan();
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        try (WorkDirectory work = WorkDirectory.temporary()) {
            Logging.toFile(work.path().resolve("riffle.log"));
            DemoReport report = runIn(work, plan, status);
            status.clear();
            stream.print(report, spec.commandLine().getOut());
        }
        return ExitCode.OK;
    }

    private static DemoReport runIn(WorkDirectory work, DemoPlan plan, StatusLine status) throws InterruptedException {
        try {
            return new Demo(plan, work.path(), Clock.systemUTC(), SimulatedStreamOptions.progress(status)).run();
        } catch (CommandFailure e) {
            work.keep();
            status.note("details: " + work.path().resolve("riffle.log"));
            throw e;
        }
    }

    private DemoPlan plan() {
        try {
            AlertBudget.parse(budget);
            return new DemoPlan(
                    stream.scenario(),
                    duration,
                    stream.rate(),
                    retrainEvery,
                    stream.seed(),
                    delivery,
                    budget,
                    noPage ? OptionalInt.empty() : OptionalInt.of(port));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
