package dev.riffle.trainer.clustering.deep;

/**
 * DEC's soft assignment and its loss (Xie, Girshick and Farhadi, ICML 2016) with one degree of freedom, their alpha =
 * 1, for a batch of codes z_i and centroids mu_j.
 *
 * @param assignment q_ij, equation 1: proportional to 1 / (1 + ||z_i - mu_j||^2), a row sums to 1
 * @param kernel 1 / (1 + ||z_i - mu_j||^2)
 */
record StudentAssignment(double[][] codes, double[][] centroids, double[][] assignment, double[][] kernel) {
    static StudentAssignment of(double[][] codes, double[][] centroids) {
        double[][] assignment = new double[codes.length][centroids.length];
        double[][] kernel = new double[codes.length][centroids.length];
        for (int i = 0; i < codes.length; i++) {
            double sum = 0;
            for (int j = 0; j < centroids.length; j++) {
                kernel[i][j] = 1 / (1 + CodeClusters.squaredDistance(codes[i], centroids[j]));
                sum += kernel[i][j];
            }
            for (int j = 0; j < centroids.length; j++) {
                assignment[i][j] = kernel[i][j] / sum;
            }
        }
        return new StudentAssignment(codes, centroids, assignment, kernel);
    }

    /** The target distribution p_ij of soft assignments, equation 3: squared, and weighed down for large clusters. */
    static double[][] target(double[][] assignment) {
        int clusters = assignment[0].length;
        double[] frequency = new double[clusters];
        for (double[] row : assignment) {
            for (int j = 0; j < clusters; j++) {
                frequency[j] += row[j];
            }
        }
        double[][] target = new double[assignment.length][clusters];
        for (int i = 0; i < assignment.length; i++) {
            double sum = 0;
            for (int j = 0; j < clusters; j++) {
                target[i][j] = frequency[j] == 0 ? 0 : assignment[i][j] * assignment[i][j] / frequency[j];
                sum += target[i][j];
            }
            for (int j = 0; j < clusters; j++) {
                target[i][j] /= sum;
            }
        }
        return target;
    }

    /** KL(P || Q), equation 2, as the mean of a row. */
    double loss(double[][] target) {
        double sum = 0;
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < centroids.length; j++) {
                if (target[i][j] > 0) {
                    sum += target[i][j] * Math.log(target[i][j] / assignment[i][j]);
                }
            }
        }
        return sum / codes.length;
    }

    /** The {@link #loss}'s derivative by the codes, equation 4. */
    double[][] byCode(double[][] target) {
        double[][] derivative = new double[codes.length][codes[0].length];
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < centroids.length; j++) {
                addPull(derivative[i], i, j, target, 1);
            }
        }
        return derivative;
    }

    /** The {@link #loss}'s derivative by the centroids, equation 5. */
    double[][] byCentroid(double[][] target) {
        double[][] derivative = new double[centroids.length][codes[0].length];
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < centroids.length; j++) {
                addPull(derivative[j], i, j, target, -1);
            }
        }
        return derivative;
    }

    private void addPull(double[] sum, int i, int j, double[][] target, int sign) {
        double pull = sign * 2 * kernel[i][j] * (target[i][j] - assignment[i][j]) / codes.length;
        for (int h = 0; h < sum.length; h++) {
            sum[h] += pull * (codes[i][h] - centroids[j][h]);
        }
    }
}
