package dev.riffle.trainer.clustering;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * DBSCAN (Ester et al. 1996): rows with enough others around them are core points; clusters are what core points within
 * reach of each other connect, with the rows around them; the rest is noise. A row in reach of several clusters goes to
 * the first.
 *
 * <p>Our own, because what is kept on Maven Central under a licence that goes with ours (Commons Math 3) holds a list
 * of objects per neighbourhood and has no OPTICS; ELKI and Smile are under the AGPL and the GPL.
 */
final class Dbscan {
    private static final int UNSEEN = -2;

    private Dbscan() {}

    /**
     * Clusters rows, in O(n^2) time and O(n) memory.
     *
     * @param radius epsilon, at least 0
     * @param leastNeighbours rows within the radius that make a core point, itself included, at least 1
     * @return cluster per row, 0 and up in the order of the rows, or {@link ClusteringAlgorithm#NOISE}
     */
    static int[] cluster(RowDistances distances, double radius, int leastNeighbours, EpochReports reports) {
        int[] clusters = new int[distances.count()];
        Arrays.fill(clusters, UNSEEN);
        int next = 0;
        for (int i = 0; i < clusters.length; i++) {
            if (clusters[i] != UNSEEN) {
                continue;
            }
            int[] around = within(distances, i, radius, reports);
            if (around.length < leastNeighbours) {
                clusters[i] = ClusteringAlgorithm.NOISE;
                continue;
            }
            grow(distances, i, around, next++, radius, leastNeighbours, clusters, reports);
        }
        return clusters;
    }

    private static void grow(
            RowDistances distances,
            int first,
            int[] around,
            int cluster,
            double radius,
            int leastNeighbours,
            int[] clusters,
            EpochReports reports) {
        Deque<Integer> open = new ArrayDeque<>();
        clusters[first] = cluster;
        claim(around, cluster, clusters, open);
        while (!open.isEmpty()) {
            int[] further = within(distances, open.pop(), radius, reports);
            if (further.length >= leastNeighbours) {
                claim(further, cluster, clusters, open);
            }
        }
    }

    /** What was noise is no core point: it joins without being looked at again. */
    private static void claim(int[] rows, int cluster, int[] clusters, Deque<Integer> open) {
        for (int row : rows) {
            if (clusters[row] == UNSEEN) {
                open.push(row);
            }
            if (clusters[row] < 0) {
                clusters[row] = cluster;
            }
        }
    }

    private static int[] within(RowDistances distances, int row, double radius, EpochReports reports) {
        reports.batch();
        float[] squared = distances.from(row);
        int count = 0;
        int[] found = new int[16];
        for (int i = 0; i < squared.length; i++) {
            if (Math.sqrt(squared[i]) <= radius) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
