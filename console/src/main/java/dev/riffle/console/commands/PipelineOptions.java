package dev.riffle.console.commands;

import dev.riffle.console.backtest.PipelineChoice;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which pipeline makes features of a file's rows. */
final class PipelineOptions {
    private static final String AUTO = "auto";

    @Option(
            names = "--pipeline",
            required = true,
            paramLabel = "P",
            description =
                    "Pipeline file, name of a ready pipeline, or 'auto': all columns, numbers and categories as they look, without the label"
                            + " and excluded ones.")
    private String pipeline;

    @Option(
            names = "--label",
            paramLabel = "COL",
            description = "Column that says which rows are anomalies: 0 or 1, false or true, normal or anomaly. Never"
                    + " reaches the pipeline.")
    private Optional<String> label;

    @Option(
            names = "--exclude",
            paramLabel = "COL",
            split = ",",
            description = "Column that the pipeline is not to see either. May be given several times.")
    private Set<String> excluded = new HashSet<>();

    @Option(
            names = "--time",
            paramLabel = "COL",
            description = "Column of event times for an 'auto' pipeline; a pipeline file names its own. Rows keep their"
                    + " order.")
    private Optional<String> time;

    /** @throws IllegalArgumentException if the options contradict each other */
    PipelineChoice choice() {
        return new PipelineChoice(
                pipeline.equals(AUTO) ? Optional.empty() : Optional.of(pipeline), label, excluded, time);
    }
}
