package dev.riffle.detector.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API's distances: one lane per centroid, centroids padded to whole vectors. */
final class VectorDistances implements Distances {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final int count;
    private final int dimension;
    /** {@code [dimension][padded centroid]}. */
    private final float[] centres;

    private final float[] sums;

    VectorDistances(float[] centres, int dimension) {
        this.count = centres.length / dimension;
        this.dimension = dimension;
        int padded = (count + LANES - 1) / LANES * LANES;
        this.centres = new float[Math.multiplyExact(dimension, padded)];
        for (int c = 0; c < count; c++) {
            for (int d = 0; d < dimension; d++) {
                this.centres[d * padded + c] = centres[c * dimension + d];
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
        sumSquares(point, centres, sums);
        System.arraycopy(sums, 0, squared, 0, count);
    }

    /** Two vectors of centroids at a time, so that one's multiply-add hides the latency of the other's. */
    private static void sumSquares(float[] point, float[] centres, float[] sums) {
        int padded = sums.length;
        int c = 0;
        for (; c + 2 * LANES <= padded; c += 2 * LANES) {
            FloatVector first = FloatVector.zero(SPECIES);
            FloatVector second = FloatVector.zero(SPECIES);
            for (int d = 0, at = c; d < point.length; d++, at += padded) {
                FloatVector x = FloatVector.broadcast(SPECIES, point[d]);
                FloatVector a = x.sub(FloatVector.fromArray(SPECIES, centres, at));
                FloatVector b = x.sub(FloatVector.fromArray(SPECIES, centres, at + LANES));
                first = a.fma(a, first);
                second = b.fma(b, second);
            }
            first.intoArray(sums, c);
            second.intoArray(sums, c + LANES);
        }
        if (c < padded) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int d = 0, at = c; d < point.length; d++, at += padded) {
                FloatVector difference =
                        FloatVector.broadcast(SPECIES, point[d]).sub(FloatVector.fromArray(SPECIES, centres, at));
                sum = difference.fma(difference, sum);
            }
            sum.intoArray(sums, c);
        }
    }
}
