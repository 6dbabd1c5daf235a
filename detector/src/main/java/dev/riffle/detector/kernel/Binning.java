package dev.riffle.detector.kernel;

/**
 * Finds the bin that each of several values falls into, every value in a histogram of its own: {@code bins} inner bins of
 * equal width, numbered from 1, with bin 0 below and bin {@code bins + 1} above them. Computed in float32 as
 *
 * <pre>
 *   place = (value - start) * inverseWidth,   bin = 1 + floor(place) within 0 to bins + 1
 * </pre>
 *
 * and, beyond the inner bins, how far:
 *
 * <pre>
 *   o = distance of place from [0, bins] / bins, at most 1000;   beyond = sum over values of log(1 + 10 o)
 * </pre>
 *
 * A live object for one thread; a call allocates nothing. Both implementations agree to the bit in cells, to float32 in the
 * rest.
 */
public sealed interface Binning permits VectorBinning, PlainBinning {

    /**
     * Binning into these histograms: the Vector API's where its module is resolved and there are histograms enough, else the
     * plain one.
     *
     * @param starts where each one's first inner bin begins; copied
     * @param inverseWidths 1 over the width of its inner bins; copied
     * @param bins inner bins of each, at least 1
     * @throws IllegalArgumentException if there are not as many starts as widths
     */
    static Binning of(float[] starts, float[] inverseWidths, int bins) {
        Lengths.require("inverseWidths", inverseWidths, starts.length);
        return VectorModule.isResolved() && VectorBinning.fits(starts.length)
                ? new VectorBinning(starts, inverseWidths, bins)
                : new PlainBinning(starts, inverseWidths, bins);
    }

    /** What a distance of one range beyond the inner bins weighs against 1. */
    float STEEPNESS = 10;

    /**
     * Ranges beyond the inner bins that are told apart. Bounded so that many factors 1 + 10 o can be multiplied before one
     * logarithm is taken.
     */
    float FARTHEST = 1000;

    /**
     * What a value costs for lying beyond the inner bins.
     *
     * @param place in bins, from the first inner one's start
     * @return log(1 + 10 o), 0 within them
     */
    static double beyond(float place, int bins) {
        float over = place < 0 ? -place : Math.max(place - bins, 0);
        return Math.log1p(STEEPNESS * Math.min(over / bins, FARTHEST));
    }

    /**
     * Finds the cells of all histograms, laid one behind the other with {@code bins + 2} cells each.
     *
     * @param values one per histogram, finite; further ones are passed over
     * @param cells receives {@code histogram * (bins + 2) + bin}
     * @throws IllegalArgumentException if there are fewer values than histograms
     */
    void cells(float[] values, int[] cells);

    /** Sum over the values that were binned last of what each costs for lying beyond the inner bins. */
    double beyond();
}
