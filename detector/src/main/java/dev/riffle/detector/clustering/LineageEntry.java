package dev.riffle.detector.clustering;

/**
 * One link of the lineage between a model's clusters and its parent's.
 *
 * @param oldId cluster id under the parent model
 * @param newId cluster id under this model
 * @param share share of the old cluster's events that went into the new one, in [0, 1]
 */
public record LineageEntry(long oldId, long newId, double share) {
    /** @throws IllegalArgumentException if an id is negative or the share is outside [0, 1] */
    public LineageEntry {
        if (oldId < 0 || newId < 0) {
            throw new IllegalArgumentException(
                    "lineage links cluster " + oldId + " to " + newId + ", expected ids of at least 0");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("lineage share is " + share + ", expected a value in [0, 1]");
        }
    }
}
