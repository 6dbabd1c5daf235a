package dev.riffle.benchmarks.quality;

import dev.riffle.benchmarks.runs.ResultFiles;
import dev.riffle.console.terminal.StatusLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code riffle bench ablation}: what each ingredient of the score does, by leaving it out. */
@Command(
        name = "ablation",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Leaves out one ingredient of the score at a time, on the sets of bench quality, and writes what that costs.",
            "Every finished run is kept at once beside the table; what was run before is not run again."
        })
public final class AblationCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private QualityRuns runs;

    @Override
    public Integer call() {
        List<Variant> variants = new ArrayList<>(List.of(Variant.DEFAULT));
        variants.addAll(Variant.ABLATIONS);
        runs.run(variants, List.of(1L), StatusLine.on(spec.commandLine().getErr()));
        Path table = runs.file("ablation.md");
        ResultFiles.write(runs.tables().ablation(), table);
        spec.commandLine().getOut().println(table);
        return ExitCode.OK;
    }
}
