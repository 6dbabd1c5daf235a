package dev.riffle.trainer.training;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Feature rows to train on, as the job computed them: unscaled, {@code NaN} where a value is missing.
 *
 * <p>The arrays are handed over, not copied.
 *
 * @param width number of columns, at least 1
 * @param rows one array of {@code width} values per row, each finite or {@code NaN}
 * @param eventTimes event time per row in milliseconds since 1970-01-01T00:00Z; 0 where rows carry no time
 * @param flagged whether a detector called the row an anomaly; such rows are not learned from
 */
public record TrainingRows(int width, double[][] rows, long[] eventTimes, boolean[] flagged) {
    /** @throws IllegalArgumentException if lengths disagree or a value is infinite */
    public TrainingRows {
        if (width < 1) {
            throw new IllegalArgumentException("Training rows have " + width + " columns; expected at least 1");
        }
        if (eventTimes.length != rows.length || flagged.length != rows.length) {
            throw new IllegalArgumentException("Training rows: " + rows.length + " rows, " + eventTimes.length
                    + " event times and " + flagged.length + " flags; expected as many of each");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new IllegalArgumentException(
                        "Training row " + i + " has " + rows[i].length + " values; expected " + width);
            }
            for (int f = 0; f < width; f++) {
                if (Double.isInfinite(rows[i][f])) {
                    throw new IllegalArgumentException("Training row " + i + " has " + rows[i][f] + " in column " + f
                            + "; expected a finite value or NaN for a missing one");
                }
            }
        }
    }

    /** Rows that carry no time and no flag. */
    public static TrainingRows of(List<double[]> rows, int width) {
        return new TrainingRows(width, rows.toArray(double[][]::new), new long[rows.size()], new boolean[rows.size()]);
    }

    public int count() {
        return rows.length;
    }

    /** The rows that no detector flagged, in the same order. */
    TrainingRows withoutFlagged() {
        return where(i -> !flagged[i]);
    }

    /** The rows whose event time is that or later, in the same order. */
    public TrainingRows since(long eventTime) {
        return where(i -> eventTimes[i] >= eventTime);
    }

    /** The rows in the order of event time; those of the same time as they came. */
    double[][] inOrder() {
        return IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingLong(row -> eventTimes[row]))
                .map(row -> rows[row])
                .toArray(double[][]::new);
    }

    private TrainingRows where(IntPredicate wanted) {
        int[] kept = IntStream.range(0, rows.length).filter(wanted).toArray();
        if (kept.length == rows.length) {
            return this;
        }
        double[][] keptRows = new double[kept.length][];
        long[] keptTimes = new long[kept.length];
        boolean[] keptFlags = new boolean[kept.length];
        for (int i = 0; i < kept.length; i++) {
            keptRows[i] = rows[kept[i]];
            keptTimes[i] = eventTimes[kept[i]];
            keptFlags[i] = flagged[kept[i]];
        }
        return new TrainingRows(width, keptRows, keptTimes, keptFlags);
    }

    /** Event time of the oldest row; 0 if rows carry no time. */
    long oldest() {
        long oldest = rows.length == 0 ? 0 : Long.MAX_VALUE;
        for (long time : eventTimes) {
            oldest = Math.min(oldest, time);
        }
        return oldest;
    }

    /** Event time of the newest row; 0 if rows carry no time. */
    long newest() {
        long newest = rows.length == 0 ? 0 : Long.MIN_VALUE;
        for (long time : eventTimes) {
            newest = Math.max(newest, time);
        }
        return newest;
    }
}
