package dev.riffle.trainer.clustering.deep;

import java.util.List;

/**
 * Which autoencoder reconstructs each row best.
 *
 * @param assignment the winner of every row; of equally good ones the first
 * @param meanError the mean over rows of the winner's squared error
 */
record Winners(int[] assignment, double meanError) {
    /** @param errors of every autoencoder, the squared error of every row */
    static Winners of(List<double[]> errors) {
        int rows = errors.get(0).length;
        int[] assignment = new int[rows];
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            int best = 0;
            for (int i = 1; i < errors.size(); i++) {
                if (errors.get(i)[row] < errors.get(best)[row]) {
                    best = i;
                }
            }
            assignment[row] = best;
            sum += errors.get(best)[row];
        }
        return new Winners(assignment, sum / rows);
    }
}
