package dev.riffle.trainer.clustering.deep;

/**
 * The k-means loss of a batch of codes h_i with their nearest centroids c_{h_i}: the mean over rows of 1/2 ||h_i -
 * c_{h_i}||^2.
 *
 * @param nearest the nearest centroid of every code; of equally near ones the first
 */
record NearestCentroids(double[][] codes, double[][] centroids, int[] nearest) {
    static NearestCentroids of(double[][] codes, double[][] centroids) {
        int[] nearest = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            nearest[i] = CodeClusters.nearest(codes[i], centroids);
        }
        return new NearestCentroids(codes, centroids, nearest);
    }

    double loss() {
        double sum = 0;
        for (int i = 0; i < codes.length; i++) {
            sum += CodeClusters.squaredDistance(codes[i], centroids[nearest[i]]) / 2;
        }
        return sum / codes.length;
    }

    /** The derivative of {@code weight} times the loss by the codes. */
    double[][] byCode(double weight) {
        double[][] derivative = new double[codes.length][codes[0].length];
        for (int i = 0; i < codes.length; i++) {
            for (int h = 0; h < derivative[i].length; h++) {
                derivative[i][h] = weight * (codes[i][h] - centroids[nearest[i]][h]) / codes.length;
            }
        }
        return derivative;
    }

    /** The derivative of {@code weight} times the loss by the centroids. */
    double[][] byCentroid(double weight) {
        double[][] derivative = new double[centroids.length][codes[0].length];
        for (int i = 0; i < codes.length; i++) {
            double[] sum = derivative[nearest[i]];
            for (int h = 0; h < sum.length; h++) {
                sum[h] -= weight * (codes[i][h] - centroids[nearest[i]][h]) / codes.length;
            }
        }
        return derivative;
    }
}
