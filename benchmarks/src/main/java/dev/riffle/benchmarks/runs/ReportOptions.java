package dev.riffle.benchmarks.runs;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command's table goes, as all have it. A mixin. */
public class ReportOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The table. Default: benchmarks/results/ and the command's name, .md.")
    private Path out;

    public final Path table() {
        return out == null ? Path.of("benchmarks/results").resolve(command.name() + ".md") : out;
    }

    /** Whether people named a file. */
    public final boolean named() {
        return out != null;
    }

    /** Writes the report, with what people have to say about it at its end. */
    public final void write(Markdown report) {
        ResultFiles.write(report, table());
    }

    /** Prints what the command found, or where it lies. */
    public final void print(Object found) {
        command.commandLine().getOut().println(found);
    }
}
