package dev.riffle.trainer.clustering;

import dev.riffle.detector.kernel.Distances;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Stands for clusters of any shape by some of their points. Serving costs as much as there are points, so of many rows a
 * random sample is taken, each cluster by its share but with a few at least, and the radius is
 * what reaches 99 % of the clusters' own rows from the points that are left, instead of the one that the clusters were
 * found with.
 */
public final class CorePointSample {
    static final int MOST = 2_048;
    private static final int LEAST_PER_CLUSTER = 8;
    private static final double REACHED = 0.99;
    private static final int MEASURED_ROWS = 10_000;

    private CorePointSample() {}

    /**
     * A sample of a clustering's rows.
     *
     * @param assignment cluster of every row or noise; if all is noise, one cluster of radius 0 is made of the densest row
     * @param core how far the neighbours of a row reach: small where it is dense
     */
    public static ClusterModel.CorePoints of(float[][] rows, int[] assignment, double[] core, long seed) {
        int clusters = Math.max(1, Arrays.stream(assignment).max().orElse(0) + 1);
        long members = Arrays.stream(assignment).filter(cluster -> cluster >= 0).count();
        if (members == 0) {
            int densest = 0;
            for (int i = 1; i < core.length; i++) {
                densest = core[i] < core[densest] ? i : densest;
            }
            return new ClusterModel.CorePoints(List.of(), new float[][] {rows[densest]}, new int[] {0}, 0);
        }
        int[] order = RowOrder.shuffled(rows.length, new Random(seed));
        int[] sizes = new int[clusters];
        for (int cluster : assignment) {
            if (cluster >= 0) {
                sizes[cluster]++;
            }
        }
        int[] wanted = new int[clusters];
        Arrays.setAll(
                wanted, j -> Math.min(sizes[j], Math.max(LEAST_PER_CLUSTER, (int) ((long) MOST * sizes[j] / members))));
        int[] taken = new int[clusters];
        int[] picked = Arrays.stream(order)
                .filter(i -> assignment[i] >= 0 && taken[assignment[i]]++ < wanted[assignment[i]])
                .toArray();
        float[][] points = new float[picked.length][];
        Arrays.setAll(points, i -> rows[picked[i]]);
        int[] labels = Arrays.stream(picked).map(i -> assignment[i]).toArray();
        return new ClusterModel.CorePoints(List.of(), points, labels, radius(rows, assignment, order, points));
    }

    private static double radius(float[][] rows, int[] assignment, int[] order, float[][] points) {
        int columns = rows[0].length;
        float[] flat = new float[points.length * columns];
        for (int i = 0; i < points.length; i++) {
            System.arraycopy(points[i], 0, flat, i * columns, columns);
        }
        Distances distances = Distances.to(flat, columns);
        float[] squared = new float[points.length];
        double[] nearest = Arrays.stream(order)
                .filter(i -> assignment[i] >= 0)
                .limit(MEASURED_ROWS)
                .mapToDouble(i -> {
                    distances.squared(rows[i], squared);
                    return Math.sqrt(squared[Distances.nearest(squared)]);
                })
                .sorted()
                .toArray();
        return nearest[(int) (REACHED * (nearest.length - 1))];
    }
}
