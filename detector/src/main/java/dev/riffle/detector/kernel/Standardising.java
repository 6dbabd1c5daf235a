package dev.riffle.detector.kernel;

/**
 * Brings columns to one scale, {@code z = clip((x - mean) inverseScale, +-limit)}, computed in float64 and rounded to
 * float32; a missing value ({@code NaN}) becomes 0. Immutable; a call allocates nothing. Both implementations agree to the
 * bit.
 */
public sealed interface Standardising permits VectorStandardising, PlainStandardising {

    /**
     * Standardising by these: the Vector API's where its module is resolved and there are columns enough, else the plain
     * one.
     *
     * @param means one per column, finite; copied
     * @param inverseScales 1 over the standard deviation, one per column, above 0; copied
     * @param limit largest absolute value let through, above 0
     * @throws IllegalArgumentException if there are not as many means as scales
     */
    static Standardising by(double[] means, double[] inverseScales, float limit) {
        Lengths.require("inverseScales", inverseScales, means.length);
        return VectorModule.isResolved() && VectorStandardising.fits(means.length)
                ? new VectorStandardising(means, inverseScales, limit)
                : new PlainStandardising(means, inverseScales, limit);
    }

    /**
     * Standardises one row.
     *
     * @param row one value per column
     * @param target receives one value per column
     * @return whether all values of the row are finite
     * @throws IllegalArgumentException if an array's length differs
     */
    boolean apply(double[] row, float[] target);
}
