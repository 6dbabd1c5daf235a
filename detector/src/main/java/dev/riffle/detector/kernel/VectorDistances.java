package dev.riffle.detector.kernel;

import jdk.incubator.vector.FloatVector;
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
        int c = 0;
        for (; c + BLOCK * LANES <= sums.length; c += BLOCK * LANES) {
            sumFour(point, centres, c * dimension, sums, c);
        }
        for (; c < sums.length; c += LANES) {
            sumOne(point, centres, c * dimension, sums, c);
        }
        System.arraycopy(sums, 0, squared, 0, count);
    }

    private static void sumFour(float[] point, float[] centres, int from, float[] sums, int c) {
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

    /** Every other dimension has a sum of its own. */
    private static void sumOne(float[] point, float[] centres, int from, float[] sums, int c) {
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        int pairs = point.length & -2;
        for (int d = 0; d < pairs; d += 2) {
            int at = from + d * LANES;
            FloatVector a = FloatVector.broadcast(SPECIES, point[d]).sub(FloatVector.fromArray(SPECIES, centres, at));
            FloatVector b = FloatVector.broadcast(SPECIES, point[d + 1])
                    .sub(FloatVector.fromArray(SPECIES, centres, at + LANES));
            even = a.fma(a, even);
            odd = b.fma(b, odd);
        }
        if (pairs < point.length) {
            FloatVector a = FloatVector.broadcast(SPECIES, point[pairs])
                    .sub(FloatVector.fromArray(SPECIES, centres, from + pairs * LANES));
            even = a.fma(a, even);
        }
        even.add(odd).intoArray(sums, c);
    }
}
