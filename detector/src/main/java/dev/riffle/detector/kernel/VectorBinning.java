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

    /** Vectors whose factors are multiplied in floats: 10,001^4 is one. */
    private static final int MULTIPLIED = 4;
    /** Of their products, those that are multiplied in one double: 10,001^(4 * 16) is one. */
    private static final int PRODUCTS = 16;

    private final int bins;
    private final int vectors;
    private final float[] starts;
    private final float[] inverseWidths;
    /** Cell of each histogram's first inner bin, less what {@link #TO_INTEGER} leaves of 0. */
    private final int[] offsets;
    /** What a bin's distance beyond the inner ones weighs, lane by lane: 0 where an earlier vector has the histogram. */
    private final float[] steepness;

    private final int blocks;
    /** Factors 1 + 10 o of several histograms, multiplied, one vector for each block; as many as fours have room for. */
    private final float[] products;

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
        vectors = (starts.length + LANES - 1) / LANES;
        steepness = new float[vectors * LANES];
        Arrays.fill(steepness, STEEPNESS / bins);
        Arrays.fill(steepness, (vectors - 1) * LANES, steepness.length - (starts.length - 1) % LANES - 1, 0);
        blocks = (vectors + MULTIPLIED - 1) / MULTIPLIED;
        products = new float[(blocks * LANES + 3) & -4];
        Arrays.fill(products, 1);
    }

    /** True if there are as many histograms as a vector has lanes. */
    static boolean fits(int histograms) {
        return histograms >= LANES;
    }

    @Override
    public void cells(float[] values, int[] cells) {
        Lengths.requireAtLeast("values", values, starts.length);
        for (int block = 0; block < blocks; block++) {
            int first = block * MULTIPLIED;
            int end = Math.min(first + MULTIPLIED, vectors);
            binInLanes(values, starts, inverseWidths, bins, offsets, steepness, cells, products, block, first, end);
        }
    }

    @Override
    public double beyond() {
        double sum = 0;
        for (int from = 0; from < products.length; from += 4 * PRODUCTS) {
            double a = 1;
            double b = 1;
            double c = 1;
            double d = 1;
            int end = Math.min(from + 4 * PRODUCTS, products.length);
            for (int i = from; i < end; i += 4) {
                a *= products[i];
                b *= products[i + 1];
                c *= products[i + 2];
                d *= products[i + 3];
            }
            sum += Logarithm.of(a) + Logarithm.of(b) + Logarithm.of(c) + Logarithm.of(d);
        }
        return sum;
    }

    /** Vectors {@code first} to {@code end - 1} of histograms, whose factors become one vector of products. */
    private static void binInLanes(
            float[] values,
            float[] starts,
            float[] inverseWidths,
            float bins,
            int[] offsets,
            float[] steepness,
            int[] cells,
            float[] products,
            int block,
            int first,
            int end) {
        int last = starts.length - LANES;
        float farthest = FARTHEST * bins;
        FloatVector product = FloatVector.broadcast(FLOATS, 1);
        for (int v = first * LANES; v < end * LANES; v += LANES) {
            // The last vector may overlap the one before it.
            int i = Math.min(v, last);
            FloatVector place = FloatVector.fromArray(FLOATS, values, i)
                    .sub(FloatVector.fromArray(FLOATS, starts, i))
                    .mul(FloatVector.fromArray(FLOATS, inverseWidths, i));
            FloatVector below = VectorBounds.atMost(place, bins);
            FloatVector over = VectorBounds.atMost(
                    place.sub(VectorBounds.atLeast(below, -0f)).abs(), farthest);
            product = product.mul(
                    over.fma(FloatVector.fromArray(FLOATS, steepness, v), FloatVector.broadcast(FLOATS, 1)));
            FloatVector bounded = VectorBounds.atLeast(below, -1f);
            FloatVector shifted = bounded.add(TO_INTEGER);
            // -1 where the nearest integer is the one above.
            IntVector down =
                    bounded.sub(shifted.sub(TO_INTEGER)).reinterpretAsInts().lanewise(VectorOperators.ASHR, SIGN);
            shifted.reinterpretAsInts()
                    .add(down)
                    .add(IntVector.fromArray(INTS, offsets, i))
                    .intoArray(cells, i);
        }
        product.intoArray(products, block * LANES);
    }
}
