package dev.riffle.detector.clustering;

import java.util.List;

/** Mini-batch gradient k-means with per-centre rates and half-life decay (Sculley 2010, algorithm 1). */
public final class OnlineKMeans {
    /** Events after which a centroid's mass has halved. */
    public static final double DEFAULT_HALF_LIFE = 10_000;

    /** @param halfLife events after which old mass counts half, above 0 */
    public OnlineKMeans(double halfLife) {
        throw new UnsupportedOperationException();
    }

    /**
     * Applies statistics to the centroids. Statistics based on older centroids of the same model are applied too;
     * those of another model are ignored.
     *
     * @param version version of the result, above {@code current.version()}
     */
    public ClusterState merge(ClusterState current, List<LearningStatistics> statistics, long version) {
        throw new UnsupportedOperationException();
    }
}
