package dev.riffle.benchmarks.explanation;

import dev.riffle.benchmarks.alerts.RecordedStream;
import dev.riffle.benchmarks.alerts.Recordings;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Spread;
import dev.riffle.console.terminal.StatusLine;
import dev.riffle.detector.bundle.ModelBundle;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riffle bench explanation}: faults injected into one column of real rows, and whether explanations name it. */
@Command(
        name = "explanation",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Injects faults into one column of usual rows, every column in turn, and counts how often the largest"
                    + " share of the score is that column's where the row is flagged at 1 %%.",
            "Writes benchmarks/results/explanation.md."
        })
public final class ExplanationCommand implements Callable<Integer> {
    private static final List<String> SETS = List.of(
            "cover", "pendigits", "shuttle", "waveform", "campaign", "machine-1-6", "machine-2-1", "machine-3-3");
    private static final double[] SIZES = {3, 5, 8};
    private static final double BUDGET = 0.01;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Recordings recordings;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Rows of a table at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--each",
            paramLabel = "N",
            defaultValue = "200",
            description = "Rows per column and size. Default: ${DEFAULT-VALUE}.")
    private int each;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "benchmarks/results/explanation.md",
            description = "Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Override
    public Integer call() {
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        List<List<String>> rows = new ArrayList<>();
        int flagged = 0;
        int named = 0;
        for (String set : recordings.namesOr(SETS)) {
            status.note(set);
            RecordedStream stream = recordings.stream(set, limit);
            ModelBundle model = stream.model(recordings.seed());
            for (double size : SIZES) {
                Injections result = Injections.of(stream, model, size, each, -Math.log(BUDGET), recordings.seed());
                flagged += result.flagged();
                named += result.named();
                rows.add(List.of(
                        stream.name(),
                        String.format(Locale.ROOT, "%.0f", size),
                        "%,d of %,d".formatted(result.flagged(), result.injected()),
                        figure(result.top1()),
                        figure(result.expectedError()),
                        figure(result.meanError())));
            }
        }
        status.clear();
        Markdown report = report(rows, (double) named / flagged, watch.ended());
        report.write(out);
        spec.commandLine().getOut().println(report);
        return ExitCode.OK;
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : Spread.figure(value);
    }

    private Markdown report(List<List<String>> rows, double all, Circumstances circumstances) {
        return new Markdown()
                .heading(1, "Explanations")
                .paragraph("Written by `riffle bench explanation`, seed %d; %s"
                        .formatted(recordings.seed(), circumstances.sentence()))
                .paragraph(
                        "A fault of so many standard deviations is added to one column of a row that was labelled normal and not flagged, %d rows for each column that varies. Flagged are those that the model's calibration makes anomalies at 1 %%; top share is how many of them name the column first. Errors are medians over the flagged ones of the distance from the value before the fault, in standard deviations of the column: of the explanation's expected value, and of the column's mean. Over all flagged rows the top share names the column in %s."
                                .formatted(each, String.format(Locale.ROOT, "%.1f %%", 100 * all)))
                .table(List.of("set", "size", "flagged", "top share", "error of expected", "error of mean"), rows);
    }
}
