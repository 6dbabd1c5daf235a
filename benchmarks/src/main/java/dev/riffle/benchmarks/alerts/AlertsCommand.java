package dev.riffle.benchmarks.alerts;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.replay.Row;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riffle bench alerts}: whether budgets hold, and whether a repeated attack stays flagged. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Alerts against the budget in the second half of every stream, with and without a model swap in it, and"
                    + " what becomes of an attack that is repeated until it makes up 5 %% of the stream.",
            "Writes benchmarks/results/alerts.md."
        })
public final class AlertsCommand implements Callable<Integer> {
    private static final double[] BUDGETS = {0.01, 0.005, 0.001};
    private static final List<String> ALL = List.of(
            "campaign",
            "cover",
            "ionosphere",
            "mnist",
            "pendigits",
            "pima",
            "shuttle",
            "smtp",
            "waveform",
            "machine-1-6",
            "machine-2-1",
            "machine-3-3",
            Recordings.SENSORS);
    private static final List<Poison> POISONS = List.of(new Poison(8, 0.1), new Poison(4, 0.3));
    private static final int NEWEST = 10_000;
    private static final double LEAST_DUE = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Recordings recordings;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "90000",
            description = "Rows of a stream at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "benchmarks/results/alerts.md",
            description = "Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Override
    public Integer call() {
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        List<List<String>> budgets = new ArrayList<>();
        List<List<String>> poisons = new ArrayList<>();
        for (String set : recordings.namesOr(ALL)) {
            status.note(set);
            measure(recordings.stream(set, limit), budgets, poisons);
        }
        status.clear();
        Markdown report = report(budgets, poisons, watch.ended());
        report.write(out);
        spec.commandLine().getOut().println(report);
        return ExitCode.OK;
    }

    private void measure(RecordedStream stream, List<List<String>> budgets, List<List<String>> poisons) {
        ModelBundle model = stream.model(recordings.seed());
        int swap = stream.rows().size() * 3 / 4;
        List<double[]> newest = stream.rows().subList(Math.max(0, swap - NEWEST), swap).stream()
                .map(Row::features)
                .map(features -> features.values())
                .toList();
        ModelBundle next = stream.model(2, newest, Optional.of(model), recordings.seed());
        List<String> cells = new ArrayList<>(
                List.of(stream.name(), "%,d".formatted(stream.rows().size() / 2)));
        for (Optional<ModelBundle> swapped : List.of(Optional.<ModelBundle>empty(), Optional.of(next))) {
            for (double budget : BUDGETS) {
                cells.add(cell(BudgetRun.of(stream, model, budget, swapped)));
            }
        }
        budgets.add(cells);
        for (Poison poison : POISONS) {
            for (double budget : new double[] {0.01, 0.001}) {
                poisons.add(row(
                        stream.name(),
                        poison,
                        budget,
                        poison.of(stream, model, new AlertBudget.ShareOfEvents(budget), recordings.seed())));
            }
        }
    }

    private static String cell(BudgetRun run) {
        String counts = String.format(Locale.ROOT, "%d of %.1f", run.alerts(), run.due());
        return run.due() < LEAST_DUE ? counts : counts + String.format(Locale.ROOT, " (%.2f)", run.ratio());
    }

    private static List<String> row(String set, Poison poison, double budget, Poison.Outcome outcome) {
        return List.of(
                set,
                String.format(Locale.ROOT, "%.0f ± %.1f", poison.deviations(), poison.noise()),
                String.format(Locale.ROOT, "%.1f %%", 100 * budget),
                "%,d".formatted(outcome.occurrences()),
                String.format(Locale.ROOT, "%.3f", outcome.recall()),
                Integer.toString(outcome.established()),
                String.format(Locale.ROOT, "%.4f", outcome.aurocWithout()),
                String.format(Locale.ROOT, "%.4f", outcome.aurocWith()),
                String.format(Locale.ROOT, "%.2f %%", 100 * outcome.othersFlagged()));
    }

    private Markdown report(List<List<String>> budgets, List<List<String>> poisons, Circumstances circumstances) {
        return new Markdown()
                .heading(1, "Alerts")
                .paragraph("Written by `riffle bench alerts`, seed %d, at most %,d rows a stream; %s"
                        .formatted(recordings.seed(), limit, circumstances.sentence()))
                .heading(2, "Budgets")
                .paragraph(
                        "Alerts in the second half of the stream, against those due (ratio). Tables are shuffled and their first tenth trains; the simulator's first tenth trains; SMD machines have a file to train on and keep their order. The swap is in the middle of what is counted, to a model trained on the %,d rows before it."
                                .formatted(NEWEST))
                .table(
                        List.of("stream", "rows", "1 %", "0.5 %", "0.1 %", "swap, 1 %", "swap, 0.5 %", "swap, 0.1 %"),
                        budgets)
                .heading(2, "Repeated attack")
                .paragraph(
                        "From the middle on 5 %% of the stream is one row over and over: a real one, about half of whose columns are off by so many standard deviations, ± noise. Recall is of its first %,d occurrences (fewer where there are fewer); established says how many repeated anomalies were announced as a group of their own. AUROC is of all other rows, without the attack and with it; flagged is the share of the other rows in the second half."
                                .formatted(Poison.FIRST))
                .table(
                        List.of(
                                "stream",
                                "attack",
                                "budget",
                                "occurrences",
                                "recall",
                                "established",
                                "AUROC without",
                                "AUROC with",
                                "others flagged"),
                        poisons);
    }
}
