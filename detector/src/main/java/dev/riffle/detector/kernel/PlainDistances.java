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
}
