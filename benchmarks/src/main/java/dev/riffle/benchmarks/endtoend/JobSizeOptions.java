package dev.riffle.benchmarks.endtoend;

import picocli.CommandLine.Option;

/** How large the job under test is. A mixin. */
final class JobSizeOptions {
    @Option(names = "--columns", defaultValue = "30", description = "Numeric features. Default: ${DEFAULT-VALUE}.")
    private int columns;

    @Option(names = "--clusters", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
    private int clusters;

    @Option(names = "--parallelism", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
    private int parallelism;

    int columns() {
        return columns;
    }

    int clusters() {
        return clusters;
    }

    int parallelism() {
        return parallelism;
    }
}
