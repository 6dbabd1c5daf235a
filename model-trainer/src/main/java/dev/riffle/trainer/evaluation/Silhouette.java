package dev.riffle.trainer.evaluation;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * The silhouette (Rousseeuw 1987) of clusterings of the same rows, by Euclidean distance: the mean over rows of (b - a)
 * / max(a, b), where a is the mean distance to the other rows of the same cluster and b the least mean distance to the
 * rows of another one. A row that is alone in its cluster counts 0; noise is left out.
 *
 * <p>Of many rows a sample stands for all. Distances are computed once, whatever the number of clusterings.
 */
public final class Silhouette {
    /** Rows at most that are looked at: distances of that many take 50 MB. */
    public static final int MOST_ROWS = 5_000;

    private final int rows;
    private final int[] sample;
    /** Lower triangle: {@code [i][j]} for j below i. */
    private final float[][] distances;

    /**
     * Computes the distances between rows.
     *
     * @param rows {@code [row][column]}, at least one
     * @param seed of the sample that is drawn where there are more than {@link #MOST_ROWS}
     * @throws TrainingInterruptedException if the thread is interrupted
     */
    public Silhouette(float[][] rows, long seed) {
        this(rows, MOST_ROWS, seed);
    }

    /**
     * The same with a smaller sample.
     *
     * @param most rows at most that are looked at, 1 to {@link #MOST_ROWS}
     * @throws IllegalArgumentException if that number is out of its range
     */
    public Silhouette(float[][] rows, int most, long seed) {
        if (most < 1 || most > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "the silhouette's sample is of " + most + " rows; 1 to " + MOST_ROWS + " were expected");
        }
        this.rows = rows.length;
        this.sample = sample(rows.length, most, seed);
        this.distances = new float[sample.length][];
        for (int i = 0; i < sample.length; i++) {
            TrainingInterruptedException.throwIfInterrupted("computing distances");
            distances[i] = new float[i];
            for (int j = 0; j < i; j++) {
                distances[i][j] = distance(rows[sample[i]], rows[sample[j]]);
            }
        }
    }

    /** Positions in ascending order; selection sampling (Knuth, volume 2, algorithm S). */
    private static int[] sample(int rows, int most, long seed) {
        int size = Math.min(rows, most);
        int[] sample = new int[size];
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; taken < size; i++) {
            if (random.nextInt(rows - i) < size - taken) {
                sample[taken++] = i;
            }
        }
        return sample;
    }

    private static float distance(float[] a, float[] b) {
        float sum = 0;
        for (int f = 0; f < a.length; f++) {
            float difference = a[f] - b[f];
            sum += difference * difference;
        }
        return (float) Math.sqrt(sum);
    }

    /**
     * The mean silhouette of a clustering.
     *
     * @param assignment cluster per row of all the rows, or {@link ClusteringAlgorithm#NOISE}
     * @return in [-1, 1]; NaN where the sample has fewer than two clusters
     * @throws IllegalArgumentException if there is not one assignment per row
     */
    public double of(int[] assignment) {
        if (assignment.length != rows) {
            throw new IllegalArgumentException(
                    "there are " + assignment.length + " assignments for " + rows + " rows; one for each was expected");
        }
        Map<Integer, Integer> positions = new HashMap<>();
        int[] clusters = new int[sample.length];
        for (int i = 0; i < sample.length; i++) {
            int id = assignment[sample[i]];
            clusters[i] = id == ClusteringAlgorithm.NOISE
                    ? ClusteringAlgorithm.NOISE
                    : positions.computeIfAbsent(id, unseen -> positions.size());
        }
        return positions.size() < 2 ? Double.NaN : mean(clusters, positions.size());
    }

    private double mean(int[] clusters, int count) {
        int[] sizes = new int[count];
        for (int cluster : clusters) {
            if (cluster != ClusteringAlgorithm.NOISE) {
                sizes[cluster]++;
            }
        }
        double total = 0;
        int counted = 0;
        double[] sums = new double[count];
        for (int i = 0; i < clusters.length; i++) {
            if (clusters[i] != ClusteringAlgorithm.NOISE) {
                sumDistances(i, clusters, sums);
                total += silhouette(clusters[i], sums, sizes);
                counted++;
            }
        }
        return total / counted;
    }

    private void sumDistances(int i, int[] clusters, double[] sums) {
        Arrays.fill(sums, 0);
        for (int j = 0; j < clusters.length; j++) {
            if (clusters[j] != ClusteringAlgorithm.NOISE && j != i) {
                sums[clusters[j]] += j < i ? distances[i][j] : distances[j][i];
            }
        }
    }

    private static double silhouette(int own, double[] sums, int[] sizes) {
        if (sizes[own] == 1) {
            return 0;
        }
        double within = sums[own] / (sizes[own] - 1);
        double nearest = Double.POSITIVE_INFINITY;
        for (int c = 0; c < sums.length; c++) {
            if (c != own) {
                nearest = Math.min(nearest, sums[c] / sizes[c]);
            }
        }
        double larger = Math.max(within, nearest);
        return larger == 0 ? 0 : (nearest - within) / larger;
    }
}
