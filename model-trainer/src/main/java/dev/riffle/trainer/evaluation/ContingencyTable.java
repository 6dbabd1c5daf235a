package dev.riffle.trainer.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many rows each class shares with each cluster. Ids that no row has do not appear.
 *
 * @param classes ids of the classes, ascending
 * @param clusters ids of the clusters, ascending
 * @param counts rows per {@code [class][cluster]}, by position in the ids
 * @param rows number of rows, at least 1
 */
record ContingencyTable(int[] classes, int[] clusters, long[][] counts, int rows) {

    /** @throws IllegalArgumentException if there are no rows or the lengths differ */
    static ContingencyTable of(int[] labels, int[] assignment) {
        if (labels.length == 0 || labels.length != assignment.length) {
            throw new IllegalArgumentException("there are " + labels.length + " labels and " + assignment.length
                    + " assignments; as many of each were expected, and at least one");
        }
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        int[] clusters = Arrays.stream(assignment).distinct().sorted().toArray();
        Map<Integer, Integer> rowOf = positions(classes);
        Map<Integer, Integer> columnOf = positions(clusters);
        long[][] counts = new long[classes.length][clusters.length];
        for (int i = 0; i < labels.length; i++) {
            counts[rowOf.get(labels[i])][columnOf.get(assignment[i])]++;
        }
        return new ContingencyTable(classes, clusters, counts, labels.length);
    }

    private static Map<Integer, Integer> positions(int[] ids) {
        Map<Integer, Integer> positions = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            positions.put(ids[i], i);
        }
        return positions;
    }

    long[] classSizes() {
        return Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
    }

    long[] clusterSizes() {
        long[] sizes = new long[clusters.length];
        for (long[] row : counts) {
            for (int j = 0; j < row.length; j++) {
                sizes[j] += row[j];
            }
        }
        return sizes;
    }

    /** The counts without the column of one cluster. */
    long[][] countsWithout(int cluster) {
        int left = Arrays.binarySearch(clusters, cluster);
        if (left < 0) {
            return counts;
        }
        long[][] rest = new long[counts.length][clusters.length - 1];
        for (int i = 0; i < counts.length; i++) {
            System.arraycopy(counts[i], 0, rest[i], 0, left);
            System.arraycopy(counts[i], left + 1, rest[i], left, clusters.length - 1 - left);
        }
        return rest;
    }
}
