package dev.riffle.trainer.clustering;

import java.util.Random;

/** Rows in [0, 1] around centres that lie far apart: row i belongs to cluster i mod k. */
record Blobs(float[][] rows, int[] labels) {
    static Blobs of(int rows, int clusters, int columns, long seed) {
        Random random = new Random(seed);
        float[][] centres = new float[clusters][columns];
        for (int j = 0; j < clusters; j++) {
            for (int f = 0; f < columns; f++) {
                centres[j][f] = f % clusters == j ? 0.85f : 0.15f;
            }
        }
        float[][] values = new float[rows][columns];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i % clusters;
            for (int f = 0; f < columns; f++) {
                double value = centres[labels[i]][f] + 0.04 * random.nextGaussian();
                values[i][f] = (float) Math.max(0, Math.min(1, value));
            }
        }
        return new Blobs(values, labels);
    }
}
