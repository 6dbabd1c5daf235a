package dev.riffle.detector.clustering;

import java.util.List;
import java.util.Objects;

/**
 * What a retraining did to one cluster.
 *
 * @param clusterId the cluster: the old one that split or died, the new one that merged, was born or was kept
 * @param relatedIds the parts of a split, the sources of a merge, ascending; otherwise empty
 * @param share {@link Kind#KEPT}: share of the old cluster's events that the new one has; {@link Kind#SPLIT}: that all
 *     parts have together; {@link Kind#MERGED}: the least share that a source gave; otherwise 0
 */
public record ClusterChange(Kind kind, long clusterId, List<Long> relatedIds, double share) {
    /** Smallest share of an old cluster's events that makes a part of a split. */
    public static final double LEAST_PART = 0.2;

    /** Smallest share of an old cluster's events that makes it a source of a merge. */
    public static final double LEAST_SOURCE = 0.5;

    public ClusterChange {
        Objects.requireNonNull(kind, "kind");
        relatedIds = List.copyOf(relatedIds);
    }

    /** What can happen to a cluster. */
    public enum Kind {
        /** Its id goes on. */
        KEPT,
        /** Its events went to several new clusters. */
        SPLIT,
        /** Most events of several old clusters came to it. */
        MERGED,
        /** Its id is new, and it is no part of a split. */
        BORN,
        /** Its id is gone, and it is no source of a merge. */
        DIED
    }
}
