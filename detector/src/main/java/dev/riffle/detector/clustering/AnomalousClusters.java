package dev.riffle.detector.clustering;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Takes those clusters away that are more likely groups of anomalies than part of what is usual: small ones whose rows
 * are isolated. In a mixture they would make their own kind look normal.
 *
 * <p>After the small clusters of CBLOF (He, Xu and Deng, "Discovering Cluster-Based Local Outliers", 2003), which go by
 * size alone. With many clusters size alone takes the edges of large normal groups for anomalies and leaves a group of
 * anomalies that fills a cluster of middling size; so a cluster's place by size and its place by {@linkplain Isolation
 * isolation} count alike.
 */
public final class AnomalousClusters {
    private AnomalousClusters() {}

    /**
     * The clusters that stay: without the most anomalous ones, as many as have at most this share of all rows together.
     * At least one stays.
     *
     * @param fit of the rows
     * @param isolation of the same rows
     * @param share in [0, 1)
     */
    public static Centroids without(KMeans.Fit fit, double[] isolation, double share) {
        Centroids clusters = fit.centroids();
        double[] masses = clusters.masses();
        double[] sums = new double[clusters.count()];
        int[] rows = new int[clusters.count()];
        for (int i = 0; i < isolation.length; i++) {
            sums[fit.assignment()[i]] += isolation[i];
            rows[fit.assignment()[i]]++;
        }
        // Clusters without rows are worth nothing to anybody.
        int[] byIsolation = places(clusters.count(), j -> rows[j] == 0 ? Double.POSITIVE_INFINITY : sums[j] / rows[j]);
        int[] bySize = places(clusters.count(), j -> masses[j]);
        int[] mostAnomalousFirst = IntStream.range(0, clusters.count())
                .boxed()
                .sorted(Comparator.comparingInt(j -> bySize[j] - byIsolation[j]))
                .mapToInt(Integer::intValue)
                .toArray();
        double left = share * clusters.totalMass();
        int dropped = 0;
        while (dropped < clusters.count() - 1 && masses[mostAnomalousFirst[dropped]] <= left) {
            left -= masses[mostAnomalousFirst[dropped++]];
        }
        return clusters.only(
                Arrays.stream(mostAnomalousFirst).skip(dropped).sorted().toArray());
    }

    /** Every cluster's place when they stand in a row by a value, the least first. */
    private static int[] places(int clusters, IntToDoubleFunction value) {
        int[] order = IntStream.range(0, clusters)
                .boxed()
                .sorted(Comparator.comparingDouble(value::applyAsDouble))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] places = new int[clusters];
        for (int place = 0; place < clusters; place++) {
            places[order[place]] = place;
        }
        return places;
    }
}
