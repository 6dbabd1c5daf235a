package dev.riffle.trainer.training;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which cells of some rows nobody knows. While an autoencoder learns, they take the values that it expects beside the
 * rest of their row, again and again as it learns: the mean, for which they stand at first, is a value like others, and
 * a network, a mixture and histograms that learn it take a row of the middle for the most usual one.
 *
 * @param columns per row the columns without a value, ascending
 */
record MissingCells(int[][] columns) {
    static final MissingCells NONE = new MissingCells(new int[0][]);

    /** @param rows raw values, {@code NaN} where one is missing */
    static MissingCells of(double[][] rows) {
        int[][] columns = new int[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            columns[i] = IntStream.range(0, row.length)
                    .filter(f -> Double.isNaN(row[f]))
                    .toArray();
        }
        return Arrays.stream(columns).allMatch(row -> row.length == 0) ? NONE : new MissingCells(columns);
    }

    boolean isEmpty() {
        return columns.length == 0;
    }

    /** Copies of the rows, to be filled in; the rows themselves if nothing is missing. */
    float[][] fillable(float[][] rows) {
        return isEmpty() ? rows : Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    /** Puts what is expected where nothing is known. */
    void fill(float[][] rows, float[][] expected) {
        for (int i = 0; i < columns.length; i++) {
            for (int f : columns[i]) {
                rows[i][f] = expected[i][f];
            }
        }
    }
}
