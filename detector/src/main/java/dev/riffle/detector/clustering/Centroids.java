package dev.riffle.detector.clustering;

/**
 * An immutable set of centroids in one space.
 *
 * @param dimension number of dimensions of the space, at least 1
 * @param ids stable id per centroid, unique, at least 0
 * @param masses decayed number of events per centroid, at least 0
 * @param centres positions, row-major {@code [centroid][dimension]} in one array
 * @param variances diagonal variances around the positions, same shape, at least 0
 * @param lastSeen event time in milliseconds of the newest event that moved each centroid; 0 if none has
 */
public record Centroids(
        int dimension, long[] ids, double[] masses, float[] centres, float[] variances, long[] lastSeen) {

    public int count() {
        return ids.length;
    }
}
