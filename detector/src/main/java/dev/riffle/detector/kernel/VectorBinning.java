package dev.riffle.detector.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API's binning: one lane per histogram. */
final class VectorBinning implements Binning {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS =
            FLOATS.withLanes(int.class).check(int.class);
    private static final int LANES = FLOATS.length();

    /**
     * Added to a float of less than 2^22, it leaves the nearest integer in the sum's lowest bits. JDK 17 converts floats
     * to ints one by one.
     */
    private static final float TO_INTEGER = 0x1.8p23f;

    private static final int INTEGER_ZERO = Float.floatToRawIntBits(TO_INTEGER);
    private static final int SIGN = 31;

    private final int bins;
    private final float[] starts;
    private final float[] inverseWidths;
    /** Cell of each histogram's first inner bin, less what {@link #TO_INTEGER} leaves of 0. */
    private final int[] offsets;

    VectorBinning(float[] starts, float[] inverseWidths, int bins) {
        if (starts.length < LANES) {
            throw new IllegalArgumentException(
                    "found " + starts.length + " histograms, expected at least a vector's " + LANES);
        }
        this.bins = bins;
        this.starts = starts.clone();
        this.inverseWidths = inverseWidths.clone();
        offsets = new int[starts.length];
        Arrays.setAll(offsets, h -> h * (bins + 2) + 1 - INTEGER_ZERO);
    }

    /** True if there are as many histograms as a vector has lanes. */
    static boolean fits(int histograms) {
        return histograms >= LANES;
    }

    @Override
    public void cells(float[] values, int[] cells) {
        Lengths.requireAtLeast("values", values, starts.length);
        int last = starts.length - LANES;
        for (int i = 0; i < last; i += LANES) {
            bin(values, starts, inverseWidths, bins, offsets, cells, i);
        }
        // The last vector may overlap the one before it.
        bin(values, starts, inverseWidths, bins, offsets, cells, last);
    }

    private static void bin(
            float[] values, float[] starts, float[] inverseWidths, float bins, int[] offsets, int[] cells, int i) {
        FloatVector place = FloatVector.fromArray(FLOATS, values, i)
                .sub(FloatVector.fromArray(FLOATS, starts, i))
                .mul(FloatVector.fromArray(FLOATS, inverseWidths, i))
                .max(-1f)
                .min(bins);
        FloatVector shifted = place.add(TO_INTEGER);
        // -1 where the nearest integer is the one above.
        IntVector below = place.sub(shifted.sub(TO_INTEGER)).reinterpretAsInts().lanewise(VectorOperators.ASHR, SIGN);
        shifted.reinterpretAsInts()
                .add(below)
                .add(IntVector.fromArray(INTS, offsets, i))
                .intoArray(cells, i);
    }
}
