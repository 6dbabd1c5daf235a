package dev.riffle.benchmarks.runs;

import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The same with figures for programs. A mixin. */
public final class JsonReportOptions extends ReportOptions {
    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    /** Prints what the command found, or its figures as one JSON object. */
    public void print(Object found, Supplier<String> figures) {
        print(json ? figures.get() : found);
    }
}
