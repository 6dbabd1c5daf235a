package dev.riffle.detector.pipeline;

/**
 * Standardises columns: {@code z = clip((x - mean) / scale, +-limit)}; a missing value becomes 0, the mean.
 *
 * @param means mean per column
 * @param scales standard deviation per column with a floor, above 0
 * @param limit largest absolute value let through, above 0
 */
public record Scaler(double[] means, double[] scales, float limit) {
    public static final float DEFAULT_LIMIT = 10f;

    /** Fits means and standard deviations on rows (raw feature values, NaN means missing). */
    public static Scaler fit(Iterable<double[]> rows, int width) {
        throw new UnsupportedOperationException();
    }

    /** Scales one row into {@code target}. */
    public void scale(double[] row, float[] target) {
        throw new UnsupportedOperationException();
    }

    /** The raw value that scales to z, in the column's own unit before scaling. */
    public double unscale(int column, double z) {
        throw new UnsupportedOperationException();
    }
}
