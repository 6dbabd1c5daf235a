package dev.riffle.trainer.clustering;

import dev.riffle.detector.clustering.KMeans;
import java.util.Random;

/** Where iterative k-means begins: k-means++ and one iteration of Lloyd's on a sample of the rows. */
final class Seeds {
    private static final int LEAST_SAMPLE = 3_000;
    private static final int SAMPLE_PER_CLUSTER = 30;

    private Seeds() {}

    /** @return {@code [cluster][column]}, as many as asked for */
    static float[][] of(float[][] rows, int clusters, long seed) {
        int size = Math.min(rows.length, Math.max(LEAST_SAMPLE, SAMPLE_PER_CLUSTER * clusters));
        int[] order = RowOrder.shuffled(rows.length, new Random(seed));
        float[][] sample = new float[size][];
        for (int i = 0; i < size; i++) {
            sample[i] = rows[order[i]];
        }
        float[] flat = KMeans.fit(sample, clusters, 1, seed).centroids().centres();
        int columns = rows[0].length;
        float[][] centres = new float[clusters][columns];
        for (int j = 0; j < clusters; j++) {
            System.arraycopy(flat, j * columns, centres[j], 0, columns);
        }
        return centres;
    }
}
