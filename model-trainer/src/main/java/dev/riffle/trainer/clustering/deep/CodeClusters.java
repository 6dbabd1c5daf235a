package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.LloydKMeans;
import dev.riffle.trainer.training.Progress;

/**
 * Clusters of codes by k-means, which every method here starts from.
 *
 * @param assignment the cluster of every row
 * @param centroids {@code [cluster][unit]}
 */
record CodeClusters(int[] assignment, double[][] centroids) {
    static CodeClusters of(float[][] codes, int clusters, long seed) {
        int[] assignment = new LloydKMeans().cluster(codes, new ClusteringSettings(clusters, seed), Progress.NONE);
        double[][] centroids = new double[clusters][codes[0].length];
        int[] members = new int[clusters];
        for (int i = 0; i < codes.length; i++) {
            members[assignment[i]]++;
            for (int h = 0; h < codes[i].length; h++) {
                centroids[assignment[i]][h] += codes[i][h];
            }
        }
        for (int j = 0; j < clusters; j++) {
            for (int h = 0; h < centroids[j].length; h++) {
                centroids[j][h] /= Math.max(1, members[j]);
            }
        }
        return new CodeClusters(assignment, centroids);
    }

    /** The cluster of the nearest centroid; of equally near ones the first. */
    static int nearest(double[] code, double[][] centroids) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < centroids.length; j++) {
            double distance = squaredDistance(code, centroids[j]);
            if (distance < least) {
                least = distance;
                nearest = j;
            }
        }
        return nearest;
    }

    /** The cluster of the nearest centroid for every code. */
    static int[] nearest(float[][] codes, double[][] centroids) {
        int[] assignment = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            double[] code = new double[codes[i].length];
            for (int h = 0; h < code.length; h++) {
                code[h] = codes[i][h];
            }
            assignment[i] = nearest(code, centroids);
        }
        return assignment;
    }

    static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int h = 0; h < a.length; h++) {
            double difference = a[h] - b[h];
            sum += difference * difference;
        }
        return sum;
    }

    /** Centroids as the serving side wants them. */
    static float[][] toFloats(double[][] centroids) {
        float[][] floats = new float[centroids.length][centroids[0].length];
        for (int j = 0; j < floats.length; j++) {
            for (int h = 0; h < floats[j].length; h++) {
                floats[j][h] = (float) centroids[j][h];
            }
        }
        return floats;
    }

    /** Share of rows whose cluster differs. */
    static double changed(int[] before, int[] after) {
        int changed = 0;
        for (int i = 0; i < before.length; i++) {
            changed += before[i] == after[i] ? 0 : 1;
        }
        return changed / (double) before.length;
    }
}
