package dev.riffle.benchmarks.quality;

import dev.riffle.console.terminal.StatusLine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code riffle bench quality}: how well scores rank anomalies, beside peers on the same streams. */
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Ranks the anomalies of public sets with default settings and writes the figures beside those of peers.",
            "Every finished run is kept at once beside the table; what was run before is not run again."
        })
public final class QualityCommand implements Callable<Integer> {
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

    @Spec
    private CommandSpec spec;

    @Mixin
    private QualityRuns runs;

    @Override
    public Integer call() {
        StatusLine status = StatusLine.on(spec.commandLine().getErr());
        runs.run(List.of(Variant.DEFAULT, Variant.MISSING), SEEDS, status);
        Path table = runs.file("quality.md");
        runs.tables().quality().write(table);
        spec.commandLine().getOut().println(table);
        return ExitCode.OK;
    }
}
