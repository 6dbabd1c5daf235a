package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;

/**
 * Density-based clustering. The number of clusters is what the density says; where a radius has to be chosen, it is,
 * among 50 quantiles of the reachability plot, the one whose number of clusters is nearest to the settings' k, of equal
 * ones the one that leaves the least noise.
 *
 * @param extraction how clusters are found
 * @param leastNeighbours rows that make a neighbourhood dense, itself included; never more than the rows; at least 1
 */
public record DensityClustering(Extraction extraction, int leastNeighbours) implements ClusteringAlgorithm {
    private static final int RADII = 50;
    /** A sensible steepness by Ankerst et al.: 0.03 to 0.1. */
    private static final double STEEPNESS = 0.05;
    /** A valley with fewer rows than their share of this many is a ripple. */
    private static final int VALLEYS = 100;

    /** How clusters come out of a density. */
    public enum Extraction {
        /** DBSCAN (Ester et al. 1996). */
        DBSCAN,
        /** The ordering of OPTICS, cut at a radius. */
        OPTICS_RADIUS,
        /** The steep valleys in the ordering of OPTICS. */
        OPTICS_XI
    }

    public DensityClustering {
        if (leastNeighbours < 1) {
            throw new IllegalArgumentException("least neighbours are " + leastNeighbours + "; at least 1 was expected");
        }
    }

    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int neighbours = Math.min(leastNeighbours, rows.length);
        EpochReports reports = new EpochReports(progress, 1);
        RowDistances distances = new RowDistances(rows);
        OpticsOrdering ordering = OpticsOrdering.of(distances, neighbours, reports);
        int[] assignment =
                switch (extraction) {
                    case OPTICS_XI ->
                        XiClusters.of(ordering, STEEPNESS, neighbours, Math.max(neighbours, rows.length / VALLEYS));
                    case OPTICS_RADIUS -> ordering.clustersAt(radius(ordering, settings.clusters()));
                    case DBSCAN ->
                        Dbscan.cluster(distances, radius(ordering, settings.clusters()), neighbours, reports);
                };
        return new FittedClustering(assignment, CorePointSample.of(rows, assignment, ordering.core(), settings.seed()));
    }

    private static double radius(OpticsOrdering ordering, int clusters) {
        double best = 0;
        long leastMiss = Long.MAX_VALUE;
        long leastNoise = Long.MAX_VALUE;
        for (int i = 1; i <= RADII; i++) {
            double radius = ordering.reachabilityQuantile(i / (double) RADII);
            int found = 0;
            long noise = 0;
            for (int cluster : ordering.clustersAt(radius)) {
                found = Math.max(found, cluster + 1);
                noise += cluster == NOISE ? 1 : 0;
            }
            long miss = Math.abs(found - clusters);
            if (miss < leastMiss || (miss == leastMiss && noise < leastNoise)) {
                best = radius;
                leastMiss = miss;
                leastNoise = noise;
            }
        }
        return best;
    }
}
