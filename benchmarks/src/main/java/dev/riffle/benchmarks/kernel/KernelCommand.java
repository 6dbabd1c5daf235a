package dev.riffle.benchmarks.kernel;

import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.JsonReportOptions;
import dev.riffle.console.terminal.StatusLine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench kernel}: what one event costs, beside other runtimes and the core's own limit. */
@Command(
        name = "kernel",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Nanoseconds of CPU time and bytes allocated per event: the whole detector with its verdict, its networks alone,"
                    + " plain loops, ONNX Runtime and DeepLearning4J, and the multiply-adds at the core's measured peak.",
            "All in turn in one process and thread. 'riffle bench jmh' has the same under JMH."
        })
public final class KernelCommand implements Callable<Integer> {
    private static final List<int[]> NETWORKS = List.of(
            new int[] {10, 20, 4, 20, 10},
            new int[] {30, 64, 16, 64, 30},
            new int[] {30, 64, 32, 8, 32, 64, 30},
            new int[] {100, 64, 16, 64, 100});
    private static final List<Integer> RECIPES = List.of(10, 30, 100);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "N",
            description = "Only networks of so many columns. Default: 10, 30 and 100.")
    private Set<Integer> columns = new LinkedHashSet<>(RECIPES);

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "9",
            description = "Rounds that count. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--millis",
            paramLabel = "MS",
            defaultValue = "100",
            description = "CPU time of one contender in one round. Default: ${DEFAULT-VALUE}.")
    private int millis;

    @Mixin
    private JsonReportOptions report;

    @Override
    public Integer call() {
        if (rounds < 1 || millis < 1 || columns.stream().anyMatch(width -> width < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "found %,d rounds of %,d ms for %s columns, expected at least 1 of each"
                            .formatted(rounds, millis, columns));
        }
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        Circumstances.Watch watch = Circumstances.watch(Clock.systemUTC());
        List<KernelReport.Section> sections = new ArrayList<>();
        for (int[] widths : NETWORKS) {
            if (columns.contains(widths[0])) {
                sections.add(measured(ServedBundle.oneNetwork(widths), status));
            }
        }
        for (int width : columns) {
            sections.add(measured(ServedBundle.defaultRecipe(width), status));
        }
        status.clear();
        KernelReport found = new KernelReport(sections, rounds, millis, watch.ended());
        report.write(found.markdown());
        report.print(found.markdown(), found::json);
        return ExitCode.OK;
    }

    private KernelReport.Section measured(ServedBundle bundle, StatusLine status) {
        status.note(bundle.toString());
        try (KernelRounds measured = KernelRounds.of(bundle)) {
            return measured.run(rounds, millis);
        }
    }
}
