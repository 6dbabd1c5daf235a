package dev.riffle.detector.clustering;

import java.util.Arrays;
import java.util.Random;

/**
 * How k-means finds the rows that it starts from: k-means++ (Arthur and Vassilvitskii, "k-means++: The Advantages of
 * Careful Seeding", SODA 2007). Every further centre is a row drawn in proportion to its squared distance to the centres
 * so far.
 */
public enum Seeding {
    /** One row is drawn for every centre. Quickest; good where several runs compete, or where any partition will do. */
    PLAIN {
        @Override
        int candidates(int k) {
            return 1;
        }
    },
    /**
     * Of 2 + log k rows that are drawn, the one that leaves the least sum of squared distances: the paper's last section.
     * Two centres then seldom share a group that lies apart, which no later iteration would mend.
     */
    GREEDY {
        @Override
        int candidates(int k) {
            return 2 + (int) Math.log(k);
        }
    };

    abstract int candidates(int k);

    /**
     * Positions of k rows. The same rows and seed give the same positions.
     *
     * @param rows at least one, all of the same length, finite
     * @param k 1 to the number of rows
     */
    double[][] seeds(float[][] rows, int k, long seed) {
        Random random = new Random(seed);
        double[][] seeds = new double[k][];
        seeds[0] = position(rows[random.nextInt(rows.length)]);
        double[] distances = new double[rows.length];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        double total = approach(rows, seeds[0], distances, distances);
        double[] best = new double[rows.length];
        double[] tried = new double[rows.length];
        for (int j = 1; j < k; j++) {
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < candidates(k); c++) {
                double[] candidate = position(rows[draw(distances, random.nextDouble() * total)]);
                double left = approach(rows, candidate, distances, tried);
                if (left < least) {
                    least = left;
                    seeds[j] = candidate;
                    double[] worse = best;
                    best = tried;
                    tried = worse;
                }
            }
            double[] former = distances;
            distances = best;
            best = former;
            total = least;
        }
        return seeds;
    }

    static double[] position(float[] row) {
        double[] position = new double[row.length];
        for (int f = 0; f < row.length; f++) {
            position[f] = row[f];
        }
        return position;
    }

    /**
     * Squared distances with one more centre.
     *
     * @param distances to the nearest of the centres so far
     * @param with receives those to the nearest of these and the further one; may be the same array
     * @return their sum
     */
    private static double approach(float[][] rows, double[] further, double[] distances, double[] with) {
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            with[i] = Math.min(distances[i], SquaredDistance.between(rows[i], further));
            total += with[i];
        }
        return total;
    }

    private static int draw(double[] weights, double sum) {
        int drawn = 0;
        double left = sum;
        while (drawn < weights.length - 1 && (left -= weights[drawn]) >= 0) {
            drawn++;
        }
        return drawn;
    }
}
