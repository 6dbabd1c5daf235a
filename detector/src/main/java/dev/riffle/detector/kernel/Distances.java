package dev.riffle.detector.kernel;

/**
 * Squared Euclidean distances from one point to a fixed set of centroids. A live object for one thread; a call
 * allocates nothing. Differences are squared and summed as they are, in float32: the cheaper expansion into dot
 * products cancels for points close to a centroid.
 */
public sealed interface Distances permits VectorDistances, PlainDistances {

    /**
     * Distances to these centroids: the Vector API's where its module is resolved, else the plain one.
     *
     * @param centres positions, row-major {@code [centroid][dimension]} in one array; copied
     * @param dimension number of dimensions, at least 1
     * @throws IllegalArgumentException if there is no centroid, or the array does not hold whole ones
     */
    static Distances to(float[] centres, int dimension) {
        if (dimension < 1 || centres.length == 0 || centres.length % dimension != 0) {
            throw new IllegalArgumentException("Centres have " + centres.length
                    + " values; expected a positive multiple of their dimension, which is " + dimension);
        }
        return VectorModule.isResolved()
                ? new VectorDistances(centres, dimension)
                : new PlainDistances(centres, dimension);
    }

    /** Number of centroids. */
    int count();

    /** Number of dimensions. */
    int dimension();

    /**
     * Computes all distances.
     *
     * @param point {@link #dimension()} values
     * @param squared receives {@link #count()} values, each at least 0
     * @throws IllegalArgumentException if an array's length differs
     */
    void squared(float[] point, float[] squared);

    /**
     * Index of the smallest value, the first of equal ones.
     *
     * @param squared at least one, each at least 0
     */
    static int nearest(float[] squared) {
        return VectorModule.isResolved() && VectorDistances.fits(squared.length)
                ? VectorDistances.nearestInLanes(squared)
                : PlainDistances.nearest(squared);
    }
}
