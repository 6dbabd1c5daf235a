package dev.riffle.detector.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * k-means for a batch of rows: {@link Seeding}, then Lloyd's iterations (1982),
 * which skip the rows that cannot have changed (see {@link NearestByBounds}) and come to what they would without. A
 * cluster that loses all its rows restarts at the row furthest from its own centre.
 */
public final class KMeans {
    private final float[][] rows;
    private final int k;
    private final int dimension;
    private final double[][] centres;
    /** Of the rows of every cluster; kept up as rows change cluster. */
    private final double[][] sums;

    private final int[] counts;
    private final NearestByBounds nearest;

    /**
     * What came out.
     *
     * @param centroids the clusters, with ids 0, 1, ..., the number of rows as mass, and diagonal variances
     * @param assignment cluster index per row
     * @param inertia sum of squared distances of the rows to their centres
     */
    public record Fit(Centroids centroids, int[] assignment, double inertia) {}

    private KMeans(float[][] rows, double[][] centres) {
        this.rows = rows;
        this.k = centres.length;
        this.dimension = rows[0].length;
        this.centres = centres;
        this.sums = new double[k][dimension];
        this.counts = new int[k];
        this.nearest = new NearestByBounds(rows, k);
        // All rows are the first cluster's until they are assigned.
        counts[0] = rows.length;
        for (float[] row : rows) {
            add(row, sums[0], 1);
        }
    }

    /**
     * Clusters rows from {@linkplain Seeding#PLAIN plain} seeds.
     *
     * @param rows at least one, all of the same length, finite
     * @param k number of clusters, at least 1; fewer come out where there are fewer rows
     * @param iterations most iterations of Lloyd's algorithm, at least 1; it stops earlier when no row changes cluster
     * @throws IllegalArgumentException if there are no rows or a number is below 1
     */
    public static Fit fit(float[][] rows, int k, int iterations, long seed) {
        return fit(rows, k, iterations, seed, iteration -> {});
    }

    /** The same from seeds of another kind. */
    public static Fit fit(float[][] rows, int k, int iterations, long seed, Seeding seeding) {
        return fit(rows, k, iterations, seed, seeding, iteration -> {});
    }

    /**
     * The same with a listener.
     *
     * @param finished hears the number of every iteration that is finished, from 0 for the first assignment; what it
     *     throws ends the clustering
     */
    public static Fit fit(float[][] rows, int k, int iterations, long seed, IntConsumer finished) {
        return fit(rows, k, iterations, seed, Seeding.PLAIN, finished);
    }

    private static Fit fit(float[][] rows, int k, int iterations, long seed, Seeding seeding, IntConsumer finished) {
        if (rows.length == 0 || rows[0].length == 0 || k < 1 || iterations < 1) {
            throw new IllegalArgumentException("k-means got " + rows.length + " rows, k = " + k + " and " + iterations
                    + " iterations, expected at least 1 of each and of columns");
        }
        KMeans kMeans = new KMeans(rows, seeding.seeds(rows, Math.min(k, rows.length), seed));
        kMeans.iterate(iterations, finished);
        return kMeans.fit();
    }

    /**
     * Clusters rows from a partition of them that is there already: it stays near to that, where the other ways to start
     * come to any of the many partitions that are about as good.
     *
     * @param former cluster per row, from 0 on; -1 for a row that is in none
     * @param k number of clusters, at least 1: former ones beyond it are dropped, the smallest first; missing ones start at
     *     rows far from their centres
     * @param iterations most iterations of Lloyd's algorithm, at least 0: the former clusters' means as they are
     * @throws IllegalArgumentException if there are no rows, no row is in a cluster, or a number is below its least
     */
    public static Fit continued(float[][] rows, int[] former, int k, int iterations) {
        if (rows.length == 0 || former.length != rows.length || k < 1 || iterations < 0) {
            throw new IllegalArgumentException("k-means got " + rows.length + " rows, " + former.length
                    + " former clusters, k = " + k + " and " + iterations + " iterations, expected as many rows as"
                    + " clusters, at least 1 of each, and no negative number");
        }
        List<double[]> means = largestMeans(rows, former, Math.min(k, rows.length));
        double[][] centres = new double[Math.min(k, rows.length)][];
        for (int j = 0; j < centres.length; j++) {
            centres[j] = j < means.size() ? means.get(j) : Seeding.position(rows[furthestFrom(rows, centres, j)]);
        }
        KMeans kMeans = new KMeans(rows, centres);
        kMeans.iterate(iterations, iteration -> {});
        return kMeans.fit();
    }

    private static List<double[]> largestMeans(float[][] rows, int[] former, int k) {
        Map<Integer, double[]> sums = new TreeMap<>();
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < rows.length; i++) {
            if (former[i] >= 0) {
                add(rows[i], sums.computeIfAbsent(former[i], unused -> new double[rows[0].length]), 1);
                counts.merge(former[i], 1, Integer::sum);
            }
        }
        if (sums.isEmpty()) {
            throw new IllegalArgumentException("k-means got no row in a former cluster, expected at least one");
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(k)
                .map(entry -> Arrays.stream(sums.get(entry.getKey()))
                        .map(sum -> sum / entry.getValue())
                        .toArray())
                .toList();
    }

    /** The row furthest from the nearest of the first centres. */
    private static int furthestFrom(float[][] rows, double[][] centres, int first) {
        int furthest = 0;
        double most = -1;
        for (int i = 0; i < rows.length; i++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < first; j++) {
                nearest = Math.min(nearest, SquaredDistance.between(rows[i], centres[j]));
            }
            if (nearest > most) {
                most = nearest;
                furthest = i;
            }
        }
        return furthest;
    }

    private void iterate(int iterations, IntConsumer finished) {
        nearest.assign(centres, this::move);
        finished.accept(0);
        for (int i = 1; i <= iterations; i++) {
            moveCentres();
            boolean changed = nearest.assign(centres, this::move);
            finished.accept(i);
            if (!changed) {
                return;
            }
        }
    }

    private void move(int row, int from, int to) {
        counts[from]--;
        counts[to]++;
        add(rows[row], sums[from], -1);
        add(rows[row], sums[to], 1);
    }

    private static void add(float[] row, double[] sum, int sign) {
        for (int f = 0; f < row.length; f++) {
            sum[f] += sign * row[f];
        }
    }

    private void moveCentres() {
        double[] distances = Arrays.stream(counts).anyMatch(count -> count == 0) ? distances() : new double[0];
        double[] shifts = new double[k];
        for (int j = 0; j < k; j++) {
            double[] before = centres[j];
            if (counts[j] == 0) {
                centres[j] = Seeding.position(rows[furthest(distances)]);
                // What additions and subtractions have left over.
                Arrays.fill(sums[j], 0);
            } else {
                centres[j] = mean(j);
            }
            shifts[j] = Math.sqrt(SquaredDistance.between(before, centres[j]));
        }
        nearest.centresMoved(shifts);
    }

    private double[] mean(int j) {
        double[] mean = new double[dimension];
        for (int f = 0; f < dimension; f++) {
            mean[f] = sums[j][f] / counts[j];
        }
        return mean;
    }

    /** Squared distances of the rows to their centres. */
    private double[] distances() {
        int[] assignment = nearest.assignment();
        double[] distances = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            distances[i] = SquaredDistance.between(rows[i], centres[assignment[i]]);
        }
        return distances;
    }

    /** The row furthest from its centre; each is handed out once. */
    private static int furthest(double[] distances) {
        int furthest = 0;
        for (int i = 1; i < distances.length; i++) {
            if (distances[i] > distances[furthest]) {
                furthest = i;
            }
        }
        distances[furthest] = 0;
        return furthest;
    }

    private Fit fit() {
        int[] assignment = nearest.assignment();
        double[] masses = new double[k];
        double[] squares = new double[k * dimension];
        for (int i = 0; i < rows.length; i++) {
            int j = assignment[i];
            masses[j]++;
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
        double inertia = Arrays.stream(distances()).sum();
        return new Fit(Centroids.fresh(dimension, masses, flat, variances), assignment, inertia);
    }
}
