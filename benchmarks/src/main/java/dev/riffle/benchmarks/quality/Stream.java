package dev.riffle.benchmarks.quality;

import dev.riffle.console.tables.Row;
import dev.riffle.console.tables.TableReader;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.PipelineInference;
import dev.riffle.detector.replay.Row.Label;
import dev.riffle.trainer.training.TrainingRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A set in the order of its replay, as feature vectors that the inferred pipeline makes of it: the same rows, and the
 * same features of them, that {@code riffle backtest --pipeline auto} has.
 *
 * @param warmUp how many of the first rows train and are not scored
 * @param rows by row and column; NaN where a value is missing
 * @param labels true for anomalies; without meaning for the warm-up
 */
public record Stream(Pipeline pipeline, int warmUp, double[][] rows, boolean[] labels) {
    /** Rows that a pipeline is inferred from. */
    private static final int SAMPLE_ROWS = 10_000;

    private static final long FIRST_TIME_MILLIS = 946_684_800_000L;
    private static final long MILLIS_PER_ROW = 1_000;

    /**
     * How the rows are made harder or poorer.
     *
     * @param temporal whether rows in order may have features of their recent past
     * @param missing share of all cells that is taken away at random, in the warm-up and later
     */
    public record Handicap(boolean temporal, double missing) {
        public static final Handicap NONE = new Handicap(true, 0);
    }

    public static Stream of(QualitySet set, long seed, Handicap handicap) {
        Table table = Table.read(set.file());
        int trained = table.cells().size();
        int label = table.columns().indexOf(set.label());
        if (set.test().isPresent()) {
            Table test = Table.read(set.test().get());
            table.cells().addAll(test.cells());
            label = test.columns().indexOf(set.label());
        }
        if (label < 0) {
            throw new CommandFailure(
                    "%s has no column '%s'.".formatted(set.test().orElse(set.file()), set.label()));
        }
        int[] order = set.shuffled()
                ? shuffled(table.cells().size(), seed)
                : inOrder(table.cells().size());
        PipelineInference inference = new PipelineInference(
                        "auto",
                        table.columns(),
                        table.cells().subList(0, Math.min(SAMPLE_ROWS, trained)).stream()
                                .map(cells ->
                                        Arrays.copyOf(cells, table.columns().size()))
                                .toList())
                .excluding(
                        set.hidden().stream().filter(table.columns()::contains).toList());
        set.time().ifPresent(inference::time);
        if (!set.shuffled() && handicap.temporal()) {
            inference.temporal();
        }
        Pipeline pipeline = Pipeline.parse(inference.yaml(), "pipeline inferred from " + set.file());
        double[][] rows = new double[order.length][];
        boolean[] labels = new boolean[order.length];
        EventBuilder builder = new EventBuilder(pipeline);
        FeatureExtractor extractor = new FeatureExtractor(pipeline);
        Random random = new Random(seed);
        for (int i = 0; i < order.length; i++) {
            String[] cells = table.cells().get(order[i]);
            builder.begin();
            for (int c = 0; c < table.columns().size(); c++) {
                String column = table.columns().get(c);
                boolean shown = !set.hidden().contains(column);
                boolean kept = set.time().filter(column::equals).isPresent()
                        || handicap.missing() == 0
                        || random.nextDouble() >= handicap.missing();
                if (shown && kept && cells[c] != null) {
                    builder.text(column, cells[c]);
                }
            }
            try {
                rows[i] = extractor
                        .extract(builder.build("row-" + i, FIRST_TIME_MILLIS + i * MILLIS_PER_ROW, Long.MAX_VALUE))
                        .values();
            } catch (InvalidEventException e) {
                throw new IllegalStateException("row " + order[i] + " of " + set.file() + ": " + e.getMessage(), e);
            }
            labels[i] = label < cells.length && isAnomaly(cells[label]);
        }
        return new Stream(pipeline, set.test().isPresent() ? trained : set.warmUp(order.length), rows, labels);
    }

    /** Columns and rows of a file; those of a labelled test have the label besides. */
    private record Table(List<String> columns, List<String[]> cells) {
        static Table read(Path file) {
            try (TableReader reader = TableReader.open(file)) {
                List<String[]> cells = new ArrayList<>();
                for (Row row : reader) {
                    cells.add(row.cells());
                }
                return new Table(reader.columns(), cells);
            } catch (IOException e) {
                throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
            }
        }
    }

    private static boolean isAnomaly(String label) {
        return label != null && (label.equals("1") || label.equals("1.0"));
    }

    private static int[] shuffled(int rows, long seed) {
        List<Integer> indices = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            indices.add(i);
        }
        Collections.shuffle(indices, new Random(seed));
        return indices.stream()
                .limit(QualitySet.MOST_ROWS)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] inOrder(int rows) {
        int[] order = new int[rows];
        Arrays.setAll(order, i -> i);
        return order;
    }

    public TrainingRows training() {
        return training(IntStream.range(0, warmUp).boxed().toList());
    }

    /** @param indices of rows, warm-up counted */
    TrainingRows training(List<Integer> indices) {
        return new TrainingRows(
                pipeline.width(),
                indices.stream().map(row -> rows[row]).toArray(double[][]::new),
                indices.stream().mapToLong(this::time).toArray(),
                new boolean[indices.size()]);
    }

    /** Rows after the warm-up. */
    public int scored() {
        return rows.length - warmUp;
    }

    /** @param index from 0 for the first row after the warm-up */
    public dev.riffle.detector.replay.Row row(int index) {
        int at = warmUp + index;
        return new dev.riffle.detector.replay.Row(
                new FeatureVector(rows[at]), time(at), labels[at] ? Label.ANOMALY : Label.NORMAL);
    }

    public boolean[] scoredLabels() {
        return Arrays.copyOfRange(labels, warmUp, labels.length);
    }

    private long time(int row) {
        return FIRST_TIME_MILLIS + row * MILLIS_PER_ROW;
    }
}
