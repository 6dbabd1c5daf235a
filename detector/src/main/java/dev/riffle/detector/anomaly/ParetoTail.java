package dev.riffle.detector.anomaly;

/**
 * A generalised Pareto law of what lies above a start, for quantiles beyond the data (peaks over threshold; Pickands
 * 1975, and over streams SPOT: Siffer, Fouque, Termier and Largouet 2017, eq. 1):
 *
 * <pre>
 *   P(X &gt; x | X &gt; start) = (1 + shape (x - start) / scale)^(-1 / shape),  exp(-(x - start) / scale) at shape 0
 * </pre>
 *
 * SPOT's gamma is the shape, its sigma the scale and its t the start. Deviation: fitted by probability-weighted moments
 * (Hosking and Wallis 1987) instead of Grimshaw's maximum likelihood. They are closed sums over a sketch's bins, better
 * than maximum likelihood below some 500 excesses, and cannot fail to converge. They exist for shapes below 1 only, so
 * the shape is kept in [-1/2, 1/2]; surprises are logarithms of probabilities, whose tails have shapes around 0.
 *
 * @param start where the tail starts, finite
 * @param shape in [-1/2, 1/2]
 * @param scale at least 0; 0 if everything above the start is one value there
 */
record ParetoTail(double start, double shape, double scale) {
    private static final double LARGEST_SHAPE = 0.5;
    /** Shapes closer to 0 are taken for 0: there the formulas lose their digits. */
    private static final double NO_SHAPE = 1e-6;

    ParetoTail {
        if (!Double.isFinite(start) || !(Math.abs(shape) <= LARGEST_SHAPE) || !(scale >= 0) || scale > 1e300) {
            throw new IllegalArgumentException("Pareto tail starts at " + start + " with shape " + shape + " and scale "
                    + scale + ", expected a finite start, a shape in [-0.5, 0.5] and a finite scale of at least 0");
        }
    }

    /**
     * Fits by moments of the excess Y over the start, which are areas under its survival function S.
     *
     * @param mean E[Y], the integral of S, at least 0
     * @param meanOfLesser E[min(Y, Y')] of two independent excesses, the integral of S squared, at least 0: twice Hosking
     *     and Wallis's E[Y (1 - F(Y))]
     */
    static ParetoTail ofMoments(double start, double mean, double meanOfLesser) {
        if (!(mean > 0)) {
            return new ParetoTail(start, 0, 0);
        }
        // Mean and mean of the lesser are scale / (1 - shape) and scale / (2 - shape).
        double ratio = meanOfLesser / mean;
        double shape = ratio < 1 ? (1 - 2 * ratio) / (1 - ratio) : -LARGEST_SHAPE;
        shape = Math.max(-LARGEST_SHAPE, Math.min(LARGEST_SHAPE, shape));
        return new ParetoTail(start, shape, mean * (1 - shape));
    }

    /** @param share share of the events above the start that shall lie above the quantile, in (0, 1] */
    double upperQuantile(double share) {
        double logShare = Math.log(share);
        return start + scale * (Math.abs(shape) < NO_SHAPE ? -logShare : Math.expm1(-shape * logShare) / shape);
    }
}
