package dev.riffle.console.backtest;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.trainer.training.TrainingRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file's rows as a trainer takes them.
 *
 * @param pipeline what computed the rows
 */
public record TrainingTable(Pipeline pipeline, TrainingRows rows) {
    /**
     * Reads the first rows of a file. No label is asked for: one that is named is kept from the pipeline.
     *
     * @param limit rows to read at most, at least 1
     * @param clock events from its future are refused
     * @throws InvalidTableException if the file cannot be read or a row cannot be used
     * @throws dev.riffle.detector.pipeline.InvalidPipelineException if the pipeline cannot be used
     */
    public static TrainingTable read(Path file, PipelineChoice choice, long limit, Clock clock) {
        Pipeline pipeline = choice.resolve(file, file, RowOrder.FILE);
        FeatureExtractor extractor = new FeatureExtractor(pipeline);
        EventDecoder decoder = new EventDecoder(pipeline, choice.hidden(), Optional.empty(), Optional.empty(), clock);
        List<double[]> rows = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        try (ConcatenatedTables table = new ConcatenatedTables(List.of(file))) {
            while (rows.size() < limit && table.hasNext()) {
                Event event = decoder.decode(table.next(), rows.size()).event();
                rows.add(extractor.extract(event).values());
                times.add(pipeline.hasTimeField() ? event.timeMillis() : 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TrainingTable(
                pipeline,
                new TrainingRows(
                        pipeline.width(),
                        rows.toArray(double[][]::new),
                        times.stream().mapToLong(Long::longValue).toArray(),
                        new boolean[rows.size()]));
    }
}
