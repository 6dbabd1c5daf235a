package dev.riffle.trainer.evaluation;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import java.util.Arrays;

/**
 * How far a clustering agrees with known classes. All figures but the ARI lie in [0, 1]; 1 is full agreement, whatever
 * the clusters are called.
 *
 * <p>Rows of noise ({@link ClusteringAlgorithm#NOISE}) count as one cluster of their own, except in the ACC, where they
 * are right for no class. Where an entropy is zero, the usual conventions hold: a single class is homogeneous, a single
 * cluster is complete, and one class in one cluster agrees fully.
 *
 * @param nmi mutual information over the arithmetic mean of the entropies of classes and clusters (Strehl and Ghosh
 *     2002 introduce the geometric form)
 * @param nmiGeometric mutual information over the geometric mean of the entropies
 * @param nmiMax mutual information over the larger entropy
 * @param ari adjusted Rand index (Hubert and Arabie 1985), 0 in expectation for random clusterings, -0.5 to 1
 * @param acc share of the rows whose cluster is matched to their class under the best one-to-one matching (Yang et al.
 *     2010)
 * @param vMeasure harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg 2007)
 * @param homogeneity one minus the entropy of classes given clusters, relative to that of the classes
 * @param completeness one minus the entropy of clusters given classes, relative to that of the clusters
 * @param rand share of the pairs of rows on which classes and clusters agree (Rand 1971)
 * @param clusters number of clusters that have a row, noise not counted
 */
public record ClusteringMetrics(
        double nmi,
        double nmiGeometric,
        double nmiMax,
        double ari,
        double acc,
        double vMeasure,
        double homogeneity,
        double completeness,
        double rand,
        int clusters) {

    /**
     * Compares a clustering with classes.
     *
     * @param labels class per row; any ids
     * @param assignment cluster per row, or {@link ClusteringAlgorithm#NOISE}
     * @throws IllegalArgumentException if there are no rows or the lengths differ
     */
    public static ClusteringMetrics of(int[] labels, int[] assignment) {
        ContingencyTable table = ContingencyTable.of(labels, assignment);
        long[] classSizes = table.classSizes();
        long[] clusterSizes = table.clusterSizes();
        double classEntropy = entropy(classSizes, table.rows());
        double clusterEntropy = entropy(clusterSizes, table.rows());
        double information = mutualInformation(table, classSizes, clusterSizes);
        double homogeneity = ratio(information, classEntropy, 1);
        double completeness = ratio(information, clusterEntropy, 1);
        // Without any entropy there is one class in one cluster; without some of it nothing is shared.
        double neither = classEntropy == 0 && clusterEntropy == 0 ? 1 : 0;
        PairCounts pairs = PairCounts.of(table, classSizes, clusterSizes);
        return new ClusteringMetrics(
                ratio(information, (classEntropy + clusterEntropy) / 2, neither),
                ratio(information, Math.sqrt(classEntropy * clusterEntropy), neither),
                ratio(information, Math.max(classEntropy, clusterEntropy), neither),
                pairs.adjustedRand(),
                BestMatching.sum(table.countsWithout(ClusteringAlgorithm.NOISE)) / (double) table.rows(),
                ratio(2 * homogeneity * completeness, homogeneity + completeness, 0),
                homogeneity,
                completeness,
                pairs.rand(),
                (int) Arrays.stream(table.clusters())
                        .filter(id -> id != ClusteringAlgorithm.NOISE)
                        .count());
    }

    private static double ratio(double part, double whole, double ofNothing) {
        return whole == 0 ? ofNothing : Math.max(0, Math.min(1, part / whole));
    }

    private static double entropy(long[] sizes, double rows) {
        double entropy = 0;
        for (long size : sizes) {
            double share = size / rows;
            entropy -= share * Math.log(share);
        }
        // A single part is exactly one: no residue of rounding, and no negative zero.
        return sizes.length == 1 ? 0 : entropy;
    }

    private static double mutualInformation(ContingencyTable table, long[] classSizes, long[] clusterSizes) {
        double rows = table.rows();
        double information = 0;
        for (int i = 0; i < classSizes.length; i++) {
            for (int j = 0; j < clusterSizes.length; j++) {
                double shared = table.counts()[i][j];
                if (shared > 0) {
                    information += shared / rows * Math.log(rows * shared / ((double) classSizes[i] * clusterSizes[j]));
                }
            }
        }
        return Math.max(0, information);
    }

    /**
     * Pairs of rows, by whether they share class and cluster.
     *
     * @param both pairs that share both
     * @param classOnly pairs that share their class only
     * @param clusterOnly pairs that share their cluster only
     * @param neither pairs that share nothing
     */
    private record PairCounts(double both, double classOnly, double clusterOnly, double neither) {
        static PairCounts of(ContingencyTable table, long[] classSizes, long[] clusterSizes) {
            double both = 0;
            for (long[] row : table.counts()) {
                both += pairs(row);
            }
            double sameClass = pairs(classSizes);
            double sameCluster = pairs(clusterSizes);
            double all = pairs(new long[] {table.rows()});
            return new PairCounts(both, sameClass - both, sameCluster - both, all - sameClass - sameCluster + both);
        }

        private static double pairs(long[] sizes) {
            double pairs = 0;
            for (long size : sizes) {
                pairs += size * (size - 1.0) / 2;
            }
            return pairs;
        }

        double rand() {
            double all = both + classOnly + clusterOnly + neither;
            return all == 0 ? 1 : (both + neither) / all;
        }

        double adjustedRand() {
            if (classOnly == 0 && clusterOnly == 0) {
                return 1;
            }
            return 2
                    * (both * neither - classOnly * clusterOnly)
                    / ((both + classOnly) * (classOnly + neither) + (both + clusterOnly) * (clusterOnly + neither));
        }
    }
}
