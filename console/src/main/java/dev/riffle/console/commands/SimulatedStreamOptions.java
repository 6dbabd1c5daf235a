package dev.riffle.console.commands;

import dev.riffle.console.demo.DemoProgress;
import dev.riffle.console.demo.DemoReport;
import dev.riffle.console.demo.Scenario;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.Json;
import dev.riffle.console.terminal.StatusLine;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Which stream is simulated, and how its account is told. A mixin. */
final class SimulatedStreamOptions {
    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "transactions",
            description =
                    "transactions (card payments with three kinds of fraud) or sensors (machines with four kinds of"
                            + " fault): also the ready pipeline that the job runs. Default: ${DEFAULT-VALUE}")
    private Scenario scenario;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Events per second. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seed of the simulation, and of training where that is part of it. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    Scenario scenario() {
        return scenario;
    }

    double rate() {
        return rate;
    }

    long seed() {
        return seed;
    }

    /**
     * Prints what became of the stream.
     *
     * @throws CommandFailure if an event is not accounted for
     */
    void print(DemoReport report, PrintWriter out) {
        out.println(json ? Json.line(report.toMap()) : report.toText().stripTrailing());
        if (!report.complete()) {
            throw new CommandFailure(
                    "%,d events went in, but %,d have been accounted for: %,d assignments and %,d dead letters."
                            .formatted(
                                    report.eventsIn(),
                                    report.account().accounted(),
                                    report.account().assignments(),
                                    report.account().deadLetters()));
        }
    }

    /** Shows how the simulation is getting on. */
    static DemoProgress progress(StatusLine status) {
        return new DemoProgress() {
            @Override
            public void note(String text) {
                status.note(text);
            }

            @Override
            public void status(String text) {
                status.status(text);
            }
        };
    }
}
