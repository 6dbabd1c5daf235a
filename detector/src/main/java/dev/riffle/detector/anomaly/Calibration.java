package dev.riffle.detector.anomaly;

/**
 * Turns a signal's value into a surprise, the negative natural logarithm of its tail probability on held-out events:
 * empirical below the 98 % quantile u, a fitted heavy tail above it. Continuous and non-decreasing; strictly increasing
 * above u.
 *
 * @param knots held-out values at evenly spaced ranks, ascending
 * @param rows number of held-out values that the knots stand for
 * @param tailStart u, the 98 % quantile
 * @param tailScale mean excess of the values above u, above 0
 */
public record Calibration(double[] knots, long rows, double tailStart, double tailScale) {
    /** Calibrates on held-out values of a signal. */
    public static Calibration of(double[] values) {
        throw new UnsupportedOperationException();
    }

    /** Negative natural logarithm of the probability that a held-out event has at least this value, at least 0. */
    public double surprise(double value) {
        throw new UnsupportedOperationException();
    }
}
