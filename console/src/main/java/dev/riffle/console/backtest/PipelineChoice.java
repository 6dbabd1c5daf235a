package dev.riffle.console.backtest;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.detector.pipeline.InvalidPipelineException;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.PipelineInference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which pipeline makes features of the rows, and which columns it is not to see.
 *
 * @param source pipeline file or name of a ready pipeline; empty infers a pipeline from the columns
 * @param label column that says which rows are anomalies
 * @param excluded columns that the pipeline is not to see, besides the label
 * @param time column that an inferred pipeline takes event times from
 */
public record PipelineChoice(
        Optional<String> source, Optional<String> label, Set<String> excluded, Optional<String> time) {
    /** Rows that an inferred pipeline is inferred from. */
    private static final int SAMPLE_ROWS = 10_000;

    private static final String INFERRED = "auto";

    public PipelineChoice {
        excluded = Set.copyOf(excluded);
        if (time.isPresent() && source.isPresent()) {
            throw new IllegalArgumentException(
                    "time column '%s' goes with pipeline 'auto'; pipeline '%s' names its own time field"
                            .formatted(time.get(), source.get()));
        }
        if (time.isPresent() && (time.equals(label) || excluded.contains(time.get()))) {
            throw new IllegalArgumentException(
                    "time column '%s' is hidden from the pipeline; another one was expected".formatted(time.get()));
        }
    }

    /** The same with one more column that the pipeline is not to see. */
    public PipelineChoice hiding(String column) {
        Set<String> more = new HashSet<>(excluded);
        more.add(column);
        return new PipelineChoice(source, label, more, time);
    }

    /** Columns that the pipeline is not to see. */
    Set<String> hidden() {
        Set<String> hidden = new HashSet<>(excluded);
        label.ifPresent(hidden::add);
        return hidden;
    }

    /**
     * Finds the pipeline for the table that it is to be trained on.
     *
     * @param scored the table that is to be scored and has the label; often the same
     * @param order of the replay: only rows that keep their order can have a recent past
     * @throws InvalidTableException if a column is missing
     * @throws InvalidPipelineException if the pipeline cannot be used, or uses a hidden column
     */
    Pipeline resolve(Path trained, Path scored, RowOrder order) {
        TableSample training = TableSample.read(trained, SAMPLE_ROWS);
        TableSample scoring = scored.equals(trained) ? training : TableSample.read(scored, SAMPLE_ROWS);
        label.ifPresent(name -> scoring.requireColumn(name, "label"));
        excluded.forEach(name -> scoring.requireColumn(name, "one to exclude"));
        time.ifPresent(name -> training.requireColumn(name, "time"));
        Pipeline pipeline = source.isPresent() ? Pipeline.load(source.get()) : inferred(training, order);
        requireHidden(pipeline);
        requireFields(pipeline, training);
        requireFields(pipeline, scoring);
        return pipeline;
    }

    private Pipeline inferred(TableSample table, RowOrder order) {
        PipelineInference inference = new PipelineInference(INFERRED, table.columns(), table.rows())
                .excluding(hidden().stream().filter(table.columns()::contains).toList());
        time.ifPresent(inference::time);
        if (order == RowOrder.FILE) {
            inference.temporal();
        }
        return Pipeline.parse(inference.yaml(), "pipeline inferred from " + table.file());
    }

    private void requireHidden(Pipeline pipeline) {
        for (String field : pipeline.fields()) {
            if (label.isPresent() && label.get().equals(field)) {
                throw new InvalidPipelineException(
                        "Pipeline %s uses the label column '%s'; a detector never sees labels, so take it out of the pipeline."
                                .formatted(pipeline.name(), field));
            }
            if (excluded.contains(field)) {
                throw new InvalidPipelineException(
                        "Pipeline %s uses the excluded column '%s'; take it out of one of them."
                                .formatted(pipeline.name(), field));
            }
        }
    }

    private static void requireFields(Pipeline pipeline, TableSample table) {
        for (String field : pipeline.fields()) {
            if (!table.columns().contains(field)) {
                throw new InvalidTableException("%s has no column '%s', which pipeline %s uses; its columns are %s."
                        .formatted(table.file(), field, pipeline.name(), table.names()));
            }
        }
    }
}
