package dev.riffle.detector.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API's distances: one lane per centroid, centroids padded to whole vectors. */
final class VectorDistances implements Distances {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /** Vectors of centroids that are computed together, so that one's multiply-add hides the latency of the others'. */
    private static final int BLOCK = 4;

    private final int count;
    private final int dimension;
    /** Row-major {@code [block][dimension][vector of the block][lane]}; after the whole blocks come single vectors. */
    private final float[] centres;

    private final float[] sums;

    VectorDistances(float[] centres, int dimension) {
        this.count = centres.length / dimension;
        this.dimension = dimension;
        int padded = (count + LANES - 1) / LANES * LANES;
        int inBlocks = padded - padded % (BLOCK * LANES);
        this.centres = new float[Math.multiplyExact(dimension, padded)];
        for (int c = 0; c < count; c++) {
            int width = c < inBlocks ? BLOCK * LANES : LANES;
            int first = c - c % width;
            for (int d = 0; d < dimension; d++) {
                this.centres[first * dimension + d * width + c - first] = centres[c * dimension + d];
            }
        }
        this.sums = new float[padded];
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void squared(float[] point, float[] squared) {
        Lengths.require("point", point, dimension);
        Lengths.require("squared", squared, count);
        // What was just written in vectors is slow to be copied: without a copy where no padding asks for it.
        float[] target = count == sums.length ? squared : sums;
        int c = 0;
        for (; c + BLOCK * LANES <= sums.length; c += BLOCK * LANES) {
            sumFourInLanes(point, centres, c * dimension, target, c);
        }
        for (; c < sums.length; c += LANES) {
            sumOneInLanes(point, centres, c * dimension, target, c);
        }
        if (target != squared) {
            System.arraycopy(sums, 0, squared, 0, count);
        }
    }

    private static void sumFourInLanes(float[] point, float[] centres, int from, float[] sums, int c) {
        FloatVector first = FloatVector.zero(SPECIES);
        FloatVector second = FloatVector.zero(SPECIES);
        FloatVector third = FloatVector.zero(SPECIES);
        FloatVector fourth = FloatVector.zero(SPECIES);
        for (int d = 0; d < point.length; d++) {
            int at = from + d * (BLOCK * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, point[d]);
            FloatVector a = x.sub(FloatVector.fromArray(SPECIES, centres, at));
            FloatVector b = x.sub(FloatVector.fromArray(SPECIES, centres, at + LANES));
            FloatVector e = x.sub(FloatVector.fromArray(SPECIES, centres, at + 2 * LANES));
            FloatVector f = x.sub(FloatVector.fromArray(SPECIES, centres, at + 3 * LANES));
            first = a.fma(a, first);
            second = b.fma(b, second);
            third = e.fma(e, third);
            fourth = f.fma(f, fourth);
        }
        first.intoArray(sums, c);
        second.intoArray(sums, c + LANES);
        third.intoArray(sums, c + 2 * LANES);
        fourth.intoArray(sums, c + 3 * LANES);
    }

    /** Every fourth dimension has a sum of its own. */
    private static void sumOneInLanes(float[] point, float[] centres, int from, float[] sums, int c) {
        FloatVector first = FloatVector.zero(SPECIES);
        FloatVector second = FloatVector.zero(SPECIES);
        FloatVector third = FloatVector.zero(SPECIES);
        FloatVector fourth = FloatVector.zero(SPECIES);
        int fours = point.length & -4;
        for (int d = 0; d < fours; d += 4) {
            FloatVector a = difference(point, centres, from, d);
            FloatVector b = difference(point, centres, from, d + 1);
            FloatVector e = difference(point, centres, from, d + 2);
            FloatVector f = difference(point, centres, from, d + 3);
            first = a.fma(a, first);
            second = b.fma(b, second);
            third = e.fma(e, third);
            fourth = f.fma(f, fourth);
        }
        for (int d = fours; d < point.length; d++) {
            FloatVector a = difference(point, centres, from, d);
            first = a.fma(a, first);
        }
        first.add(second).add(third.add(fourth)).intoArray(sums, c);
    }

    private static FloatVector difference(float[] point, float[] centres, int from, int d) {
        return FloatVector.broadcast(SPECIES, point[d]).sub(FloatVector.fromArray(SPECIES, centres, from + d * LANES));
    }

    /** True if there are as many distances as a vector has lanes. */
    static boolean fits(int distances) {
        return distances >= LANES;
    }

    /** {@link Distances#nearest} of at least a vector's distances; the last vector may overlap the one before it. */
    static int nearestInLanes(float[] squared) {
        int last = squared.length - LANES;
        // Floats of at least 0 are ordered as their bits are, and minima of ints are cheaper.
        IntVector minima = bits(squared, last);
        for (int i = 0; i < last; i += LANES) {
            minima = minima.min(bits(squared, i));
        }
        int least = minima.reduceLanes(VectorOperators.MIN);
        int nearest = last + bits(squared, last).eq(least).firstTrue();
        for (int i = (last - 1) / LANES * LANES; i >= 0 && i < last; i -= LANES) {
            int lane = bits(squared, i).eq(least).firstTrue();
            nearest = lane < LANES ? i + lane : nearest;
        }
        return nearest;
    }

    private static IntVector bits(float[] squared, int i) {
        return FloatVector.fromArray(SPECIES, squared, i).reinterpretAsInts();
    }
}
