package dev.riffle.detector.kernel;

import java.util.Arrays;

/** Plain loops, one dimension at a time over all centroids, which the JIT compiler vectorises. */
final class PlainDistances implements Distances {
    private final float[][] centresByDimension;
    private final int count;

    PlainDistances(float[] centres, int dimension) {
        count = centres.length / dimension;
        centresByDimension = new float[dimension][count];
        for (int c = 0; c < count; c++) {
            for (int d = 0; d < dimension; d++) {
                centresByDimension[d][c] = centres[c * dimension + d];
            }
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int dimension() {
        return centresByDimension.length;
    }

    @Override
    public void squared(float[] point, float[] squared) {
        Lengths.require("point", point, dimension());
        Lengths.require("squared", squared, count);
        Arrays.fill(squared, 0f);
        for (int d = 0; d < point.length; d++) {
            addSquares(point[d], centresByDimension[d], squared);
        }
    }

    private static void addSquares(float value, float[] centres, float[] sum) {
        for (int c = 0; c < sum.length; c++) {
            float difference = value - centres[c];
            sum[c] += difference * difference;
        }
    }

    /** {@link Distances#nearest}. */
    static int nearest(float[] squared) {
        // Floats of at least 0 are ordered as their bits are. Without branches: nobody foresees which is smaller. Two
        // minima, so that one's comparison hides the latency of the other's.
        long even = Long.MAX_VALUE;
        long odd = Long.MAX_VALUE;
        int pairs = squared.length & -2;
        for (int i = 0; i < pairs; i += 2) {
            even = Math.min(even, key(squared[i], i));
            odd = Math.min(odd, key(squared[i + 1], i + 1));
        }
        if (pairs < squared.length) {
            even = Math.min(even, key(squared[pairs], pairs));
        }
        return (int) Math.min(even, odd);
    }

    private static long key(float squared, int index) {
        return (long) Float.floatToRawIntBits(squared) << Integer.SIZE | index;
    }
}
