package dev.riffle.trainer.clustering.deep;

import java.util.Random;

/**
 * Three clusters in [0, 1]: two hidden coordinates around corners of a triangle, spread over the columns by a sigmoid of
 * a random map.
 */
record Blobs(float[][] rows, int[] labels) {
    static final int CLUSTERS = 3;
    private static final int HIDDEN = 2;

    static Blobs of(int rows, int columns, double deviation, long seed) {
        Random random = new Random(seed);
        double[][] map = new double[HIDDEN][columns];
        for (double[] row : map) {
            for (int f = 0; f < columns; f++) {
                row[f] = random.nextGaussian();
            }
        }
        float[][] values = new float[rows][columns];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i % CLUSTERS;
            double angle = 2 * Math.PI * labels[i] / CLUSTERS;
            double first = 2 * Math.cos(angle) + deviation * random.nextGaussian();
            double second = 2 * Math.sin(angle) + deviation * random.nextGaussian();
            for (int f = 0; f < columns; f++) {
                values[i][f] = (float) (1 / (1 + Math.exp(-(first * map[0][f] + second * map[1][f]))));
            }
        }
        return new Blobs(values, labels);
    }
}
