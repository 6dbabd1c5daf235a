package dev.riffle.detector.kernel;

/**
 * Finds the bin that each of several values falls into, every value in a histogram of its own: {@code bins} inner bins of
 * equal width, numbered from 1, with bin 0 below and bin {@code bins + 1} above them. Computed in float32 as
 *
 * <pre>
 *   place = (value - start) * inverseWidth,   bin = 1 + floor(place) within 0 to bins + 1
 * </pre>
 *
 * A live object for one thread; a call allocates nothing. Both implementations agree to the bit.
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

    /**
     * Finds the cells of all histograms, laid one behind the other with {@code bins + 2} cells each.
     *
     * @param values one per histogram, finite; further ones are passed over
     * @param cells receives {@code histogram * (bins + 2) + bin}
     * @throws IllegalArgumentException if there are fewer values than histograms
     */
    void cells(float[] values, int[] cells);
}
