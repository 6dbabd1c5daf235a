package dev.riffle.detector.pipeline;

import dev.riffle.detector.kernel.Standardising;
import java.util.Arrays;
import java.util.Collection;

/**
 * Standardises columns: {@code z = clip((x - mean) / scale, +-limit)}; a missing value becomes 0, the mean.
 *
 * <p>The arrays are handed over, not copied; nobody writes to them.
 *
 * @param means mean per column, finite
 * @param scales standard deviation per column with a floor, finite and above 0
 * @param limit largest absolute value let through, finite and above 0
 */
public record Scaler(double[] means, double[] scales, float limit) {
    public static final float DEFAULT_LIMIT = 10f;

    /**
     * A column with a smaller standard deviation counts as constant, so that noise does not shout; so does one that
     * varies by less than this part of its mean, which is what single-precision numbers, and most sensors, cannot tell
     * apart.
     */
    private static final double CONSTANT = 1e-12;

    private static final double RESOLUTION = 1e-7;

    /** Larger values count as this in fitting, so that squares and their sums stay finite. */
    private static final double LARGEST_FITTED = 1e150;

    /** One value in so many at either end does not say how far a column's bulk reaches. */
    private static final int OUTER_PART = 1_000;

    private static final double FAR_RANGES = 10;

    public Scaler {
        if (means.length != scales.length) {
            throw new IllegalArgumentException(
                    "Found " + means.length + " means and " + scales.length + " scales, expected as many");
        }
        for (int i = 0; i < means.length; i++) {
            if (!Double.isFinite(means[i])) {
                throw new IllegalArgumentException(
                        "Found the mean " + means[i] + " in column " + i + ", expected a finite number");
            }
            if (!(scales[i] > 0) || Double.isInfinite(scales[i])) {
                throw new IllegalArgumentException(
                        "Found the scale " + scales[i] + " in column " + i + ", expected a finite number above 0");
            }
        }
        if (!(limit > 0) || Float.isInfinite(limit)) {
            throw new IllegalArgumentException("Found the limit " + limit + ", expected a finite number above 0");
        }
    }

    /**
     * Fits means and population standard deviations on rows (raw feature values, NaN means missing)
     * (Welford 1962). A column without any value gets mean 0 and scale 1. A constant one, and one that varies by less
     * than a ten-millionth of its mean, gets the scale 1, or that ten-millionth if it is more.
     *
     * <p>Values far outside count as the nearest that is not: without the thousandth of the values (one at least) at
     * either end, a column spans some range; what lies more than ten such ranges beyond it is moved there. One absurd
     * value would otherwise make all others look alike.
     *
     * @throws IllegalArgumentException if a row has another width
     */
    public static Scaler fit(Collection<double[]> rows, int width) {
        for (double[] row : rows) {
            if (row.length != width) {
                throw new IllegalArgumentException("Found a row of " + row.length + " values, expected " + width);
            }
        }
        double[] means = new double[width];
        double[] scales = new double[width];
        double[] values = new double[rows.size()];
        for (int i = 0; i < width; i++) {
            int count = 0;
            for (double[] row : rows) {
                if (!Double.isNaN(row[i])) {
                    values[count++] = Math.max(-LARGEST_FITTED, Math.min(LARGEST_FITTED, row[i]));
                }
            }
            limitOutliers(values, count);
            fitColumn(values, count, i, means, scales);
        }
        return new Scaler(means, scales, DEFAULT_LIMIT);
    }

    /**
     * The same, but for columns that count for less.
     *
     * @param columns true for each of them
     * @param factor how many times their scale is to be, above 0
     * @throws IllegalArgumentException if the number of columns is another one, or a scale leaves its range
     */
    public Scaler widened(boolean[] columns, double factor) {
        if (columns.length != scales.length) {
            throw new IllegalArgumentException(
                    "Found " + columns.length + " columns to widen or not, expected " + scales.length);
        }
        double[] wider = scales.clone();
        for (int i = 0; i < wider.length; i++) {
            wider[i] *= columns[i] ? factor : 1;
        }
        return new Scaler(means, wider, limit);
    }

    /** Moves values far outside the bulk to its bounds; keeps the order. */
    private static void limitOutliers(double[] values, int count) {
        int outer = Math.max(1, count / OUTER_PART);
        if (count <= 2 * outer) {
            return;
        }
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        double low = sorted[outer];
        double high = sorted[count - 1 - outer];
        double reach = FAR_RANGES * (high - low);
        if (reach > 0) {
            for (int k = 0; k < count; k++) {
                values[k] = Math.max(low - reach, Math.min(high + reach, values[k]));
            }
        }
    }

    private static void fitColumn(double[] values, int count, int column, double[] means, double[] scales) {
        double mean = 0;
        double squares = 0;
        for (int k = 0; k < count; k++) {
            double delta = values[k] - mean;
            mean += delta / (k + 1);
            squares += delta * (values[k] - mean);
        }
        double deviation = count == 0 ? 0 : Math.sqrt(squares / count);
        means[column] = mean;
        double floor = Math.max(CONSTANT, RESOLUTION * Math.abs(mean));
        scales[column] = deviation >= floor ? deviation : Math.max(1, floor);
    }

    /** Number of columns. */
    public int width() {
        return means.length;
    }

    /**
     * Scales one row into {@code target}.
     *
     * @throws IllegalArgumentException if either has another width
     */
    public void scale(double[] row, float[] target) {
        if (row.length != means.length || target.length != means.length) {
            throw new IllegalArgumentException("Found a row of " + row.length + " values and a target of "
                    + target.length + ", expected " + means.length);
        }
        for (int i = 0; i < row.length; i++) {
            float z = (float) ((row[i] - means[i]) * (1 / scales[i]));
            target[i] = z >= -limit && z <= limit ? z : bounded(z);
        }
    }

    private float bounded(float z) {
        return Float.isNaN(z) ? 0f : Math.max(-limit, Math.min(limit, z));
    }

    /** The same scaling for rows one after the other, faster; equal to the bit. */
    public Standardising kernel() {
        return Standardising.by(
                means, Arrays.stream(scales).map(scale -> 1 / scale).toArray(), limit);
    }

    /** The raw value that scales to z, in the column's own unit before scaling. */
    public double unscale(int column, double z) {
        return means[column] + z * scales[column];
    }
}
