package dev.riffle.console.commands;

import dev.riffle.console.demo.DemoReport;
import dev.riffle.console.demo.Simulation;
import dev.riffle.console.kafka.Broker;
import dev.riffle.console.terminal.StatusLine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle simulate}: a simulated stream for a Riffle that runs elsewhere, accounted for at the other end. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends simulated events to a job that runs elsewhere, and accounts for each one at the other end: reads the"
                    + " committed assignments and dead letters, and fails where one is missing.",
            "Event ids are unique within a run only."
        })
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private SimulatedStreamOptions stream;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many events are sent. Default: ${DEFAULT-VALUE}")
    private long events;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "2m",
            converter = DurationConverter.class,
            description = "Longest time without a new answer, once everything is sent. Default: ${DEFAULT-VALUE}")
    private Duration patience;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "15s",
            converter = DurationConverter.class,
            description = "How long to look for answers too many, once every event is accounted for; above the job's"
                    + " checkpoint interval. Default: ${DEFAULT-VALUE}")
    private Duration settle;

    @Override
    public Integer call() throws InterruptedException {
        Simulation simulation = simulation();
        Broker broker = kafka.broker();
        broker.requireReachable();
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        DemoReport report =
                simulation.run(broker, kafka.topics(), Clock.systemUTC(), SimulatedStreamOptions.progress(status));
        status.clear();
        stream.print(report, spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private Simulation simulation() {
        try {
            return new Simulation(stream.scenario(), events, stream.rate(), stream.seed(), patience, settle);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
