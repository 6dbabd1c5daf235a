package dev.riffle.benchmarks.learning;

import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.KMeans;

/** Centres as rows, and what they leave over. */
final class KMeansCentres {
    private KMeansCentres() {}

    static double[][] of(KMeans.Fit fit) {
        return of(fit.centroids());
    }

    static double[][] of(Centroids centroids) {
        double[][] centres = new double[centroids.count()][centroids.dimension()];
        for (int j = 0; j < centres.length; j++) {
            for (int f = 0; f < centroids.dimension(); f++) {
                centres[j][f] = centroids.centres()[j * centroids.dimension() + f];
            }
        }
        return centres;
    }

    /** Sum of the squared distances of rows to the nearest centre. */
    static double squares(float[][] rows, double[][] centres) {
        double sum = 0;
        for (float[] row : rows) {
            double nearest = Double.POSITIVE_INFINITY;
            for (double[] centre : centres) {
                double squared = 0;
                for (int f = 0; f < row.length; f++) {
                    squared += (row[f] - centre[f]) * (row[f] - centre[f]);
                }
                nearest = Math.min(nearest, squared);
            }
            sum += nearest;
        }
        return sum;
    }
}
