package dev.riffle.detector.clustering;

import java.util.Arrays;
import java.util.Random;

/**
 * k-means for a batch of rows: seeding by k-means++ (Arthur and Vassilvitskii 2007), then Lloyd's iterations. A cluster
 * that loses all its rows restarts at the row furthest from its own centre.
 */
public final class KMeans {
    private final float[][] rows;
    private final int k;
    private final int dimension;
    private final Random random;
    private final double[][] centres;
    private final int[] assignment;
    private final double[] distances;

    /**
     * What came out.
     *
     * @param centroids the clusters, with ids 0, 1, ..., the number of rows as mass, and diagonal variances
     * @param assignment cluster index per row
     * @param inertia sum of squared distances of the rows to their centres
     */
    public record Fit(Centroids centroids, int[] assignment, double inertia) {}

    private KMeans(float[][] rows, int k, long seed) {
        this.rows = rows;
        this.k = k;
        this.dimension = rows[0].length;
        this.random = new Random(seed);
        this.centres = new double[k][dimension];
        this.assignment = new int[rows.length];
        this.distances = new double[rows.length];
    }

    /**
     * Clusters rows.
     *
     * @param rows at least one, all of the same length, finite
     * @param k number of clusters, at least 1; fewer come out where there are fewer rows
     * @param iterations most iterations of Lloyd's algorithm, at least 1; it stops earlier when no row changes cluster
     * @throws IllegalArgumentException if there are no rows or a number is below 1
     */
    public static Fit fit(float[][] rows, int k, int iterations, long seed) {
        if (rows.length == 0 || rows[0].length == 0 || k < 1 || iterations < 1) {
            throw new IllegalArgumentException("k-means got " + rows.length + " rows, k = " + k + " and " + iterations
                    + " iterations, expected at least 1 of each and of columns");
        }
        KMeans kMeans = new KMeans(rows, Math.min(k, rows.length), seed);
        kMeans.seedCentres();
        kMeans.assign();
        for (int i = 0; i < iterations; i++) {
            kMeans.moveCentres();
            if (!kMeans.assign()) {
                break;
            }
        }
        return kMeans.fit();
    }

    private void seedCentres() {
        place(0, rows[random.nextInt(rows.length)]);
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        for (int j = 1; j < k; j++) {
            double total = 0;
            for (int i = 0; i < rows.length; i++) {
                distances[i] = Math.min(distances[i], squaredDistance(rows[i], centres[j - 1], distances[i]));
                total += distances[i];
            }
            double draw = random.nextDouble() * total;
            int chosen = 0;
            while (chosen < rows.length - 1 && (draw -= distances[chosen]) >= 0) {
                chosen++;
            }
            place(j, rows[chosen]);
        }
    }

    /** Gives every row its nearest centre; true if a row changed. */
    private boolean assign() {
        boolean changed = false;
        for (int i = 0; i < rows.length; i++) {
            // The present cluster first: its distance is a bound that ends most other sums early.
            int nearest = assignment[i];
            double least = squaredDistance(rows[i], centres[nearest], Double.POSITIVE_INFINITY);
            for (int j = 0; j < k; j++) {
                double distance = squaredDistance(rows[i], centres[j], least);
                if (distance < least) {
                    least = distance;
                    nearest = j;
                }
            }
            changed |= nearest != assignment[i];
            assignment[i] = nearest;
            distances[i] = least;
        }
        return changed;
    }

    private void moveCentres() {
        int[] counts = new int[k];
        double[][] sums = new double[k][dimension];
        for (int i = 0; i < rows.length; i++) {
            int j = assignment[i];
            counts[j]++;
            for (int f = 0; f < dimension; f++) {
                sums[j][f] += rows[i][f];
            }
        }
        for (int j = 0; j < k; j++) {
            if (counts[j] == 0) {
                place(j, rows[furthestRow()]);
                continue;
            }
            for (int f = 0; f < dimension; f++) {
                centres[j][f] = sums[j][f] / counts[j];
            }
        }
    }

    /** The row furthest from its centre; each is handed out once. */
    private int furthestRow() {
        int furthest = 0;
        for (int i = 1; i < rows.length; i++) {
            if (distances[i] > distances[furthest]) {
                furthest = i;
            }
        }
        distances[furthest] = 0;
        return furthest;
    }

    private Fit fit() {
        double[] masses = new double[k];
        double[] squares = new double[k * dimension];
        double inertia = 0;
        for (int i = 0; i < rows.length; i++) {
            int j = assignment[i];
            masses[j]++;
            inertia += distances[i];
            for (int f = 0; f < dimension; f++) {
                double difference = rows[i][f] - centres[j][f];
                squares[j * dimension + f] += difference * difference;
            }
        }
        float[] flat = new float[k * dimension];
        float[] variances = new float[k * dimension];
        for (int j = 0; j < k; j++) {
            for (int f = 0; f < dimension; f++) {
                flat[j * dimension + f] = (float) centres[j][f];
                variances[j * dimension + f] = (float) (squares[j * dimension + f] / Math.max(1, masses[j]));
            }
        }
        return new Fit(Centroids.fresh(dimension, masses, flat, variances), assignment, inertia);
    }

    private void place(int j, float[] row) {
        for (int f = 0; f < dimension; f++) {
            centres[j][f] = row[f];
        }
    }

    /** The squared distance, or any value above {@code bound} once it is known to lie above. */
    private static double squaredDistance(float[] row, double[] centre, double bound) {
        double sum = 0;
        for (int f = 0; f < row.length; f++) {
            double difference = row[f] - centre[f];
            sum += difference * difference;
            if (sum > bound) {
                return sum;
            }
        }
        return sum;
    }
}
