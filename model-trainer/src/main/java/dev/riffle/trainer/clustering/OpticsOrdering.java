package dev.riffle.trainer.clustering;

import java.util.Arrays;

/**
 * The cluster ordering of OPTICS (Ankerst et al. 1999) with an unbounded generating distance. Without a bound every row
 * is every other's neighbour, so there is no use for an index or a heap: O(n^2) time, O(n) memory.
 *
 * @param order rows in the order in which they are reached
 * @param reachability distance at which each row was reached, by row; infinite for the first
 * @param core distance to the least-neighbours-th nearest row, itself included, by row
 */
record OpticsOrdering(int[] order, double[] reachability, double[] core) {

    /** @param leastNeighbours from 1 to the number of rows */
    static OpticsOrdering of(RowDistances distances, int leastNeighbours, EpochReports reports) {
        int rows = distances.count();
        int[] order = new int[rows];
        double[] reachability = new double[rows];
        double[] core = new double[rows];
        boolean[] done = new boolean[rows];
        Arrays.fill(reachability, Double.POSITIVE_INFINITY);
        int at = 0;
        for (int step = 0; step < rows; step++) {
            reports.batch();
            order[step] = at;
            done[at] = true;
            float[] squared = distances.from(at);
            core[at] = distances.nearest(leastNeighbours);
            int next = -1;
            for (int i = 0; i < rows; i++) {
                if (done[i]) {
                    continue;
                }
                double reached = Math.max(core[at], Math.sqrt(squared[i]));
                if (reached < reachability[i]) {
                    reachability[i] = reached;
                }
                if (next < 0 || reachability[i] < reachability[next]) {
                    next = i;
                }
            }
            at = next;
        }
        return new OpticsOrdering(order, reachability, core);
    }

    /**
     * What DBSCAN would find at a radius, but for rows at the border of clusters (Ankerst et al., figure 8).
     *
     * @return cluster per row or {@link ClusteringAlgorithm#NOISE}
     */
    int[] clustersAt(double radius) {
        int[] clusters = new int[order.length];
        int cluster = -1;
        for (int row : order) {
            if (reachability[row] > radius) {
                if (core[row] <= radius) {
                    clusters[row] = ++cluster;
                } else {
                    clusters[row] = ClusteringAlgorithm.NOISE;
                }
            } else {
                clusters[row] = cluster;
            }
        }
        return clusters;
    }

    /** A quantile of the reachabilities that are finite; 0 where none is. */
    double reachabilityQuantile(double share) {
        double[] finite =
                Arrays.stream(reachability).filter(Double::isFinite).sorted().toArray();
        return finite.length == 0 ? 0 : finite[(int) Math.round(share * (finite.length - 1))];
    }
}
