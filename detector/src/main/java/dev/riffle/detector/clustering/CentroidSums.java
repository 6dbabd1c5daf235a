package dev.riffle.detector.clustering;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Gradient sums of one space, dense over its centroids. Immutable by agreement: the arrays are handed over, not copied.
 *
 * @param dimension number of dimensions of the space, at least 1
 * @param ids which centroid each sum is about
 * @param counts events per centroid, finite, at least 0
 * @param gradients sum of (event - centroid), row-major {@code [centroid][dimension]}, finite
 * @param squares sum of (event - centroid) squared per dimension, same shape, finite, at least 0
 * @param lastSeen newest event time in milliseconds per centroid, 0 where there was none
 */
public record CentroidSums(
        int dimension, long[] ids, double[] counts, double[] gradients, double[] squares, long[] lastSeen) {

    /** @throws IllegalArgumentException if lengths disagree or a value is out of its range */
    public CentroidSums {
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension of sums is " + dimension + ", expected at least 1");
        }
        long cells = (long) counts.length * dimension;
        if (gradients.length != cells
                || squares.length != cells
                || lastSeen.length != counts.length
                || ids.length != counts.length) {
            throw new IllegalArgumentException("sums over " + counts.length + " centroids of dimension " + dimension
                    + " have " + gradients.length + " gradients, " + squares.length + " squares, " + lastSeen.length
                    + " times and " + ids.length + " ids, expected " + cells + ", " + cells + ", " + counts.length
                    + " and " + counts.length);
        }
        for (int j = 0; j < counts.length; j++) {
            requireCount("count", counts[j], j);
        }
        for (int i = 0; i < gradients.length; i++) {
            if (!Double.isFinite(gradients[i])) {
                throw new IllegalArgumentException("gradient of centroid " + i / dimension + " is " + gradients[i]
                        + " in dimension " + i % dimension + ", expected a finite value");
            }
            requireCount("sum of squares", squares[i], i / dimension);
        }
    }

    /** Sums over nothing. */
    public static CentroidSums empty(Centroids centroids) {
        return empty(centroids.dimension(), centroids.ids());
    }

    private static CentroidSums empty(int dimension, long[] ids) {
        int count = ids.length;
        return new CentroidSums(
                dimension,
                ids,
                new double[count],
                new double[count * dimension],
                new double[count * dimension],
                new long[count]);
    }

    /**
     * The same sums in the order of other centroids of the space: nothing about those that are new, and without those
     * that are gone.
     *
     * @throws IllegalArgumentException if the dimension is another
     */
    public CentroidSums over(Centroids centroids) {
        if (centroids.dimension() != dimension) {
            throw new IllegalArgumentException("sums of dimension " + dimension
                    + " cannot be about centroids of dimension " + centroids.dimension());
        }
        if (Arrays.equals(ids, centroids.ids())) {
            return this;
        }
        CentroidSums arranged = empty(centroids);
        Map<Long, Integer> rows = new HashMap<>();
        for (int j = 0; j < ids.length; j++) {
            rows.put(ids[j], j);
        }
        for (int to = 0; to < arranged.count(); to++) {
            Integer from = rows.get(centroids.ids()[to]);
            if (from != null) {
                arranged.counts[to] = counts[from];
                arranged.lastSeen[to] = lastSeen[from];
                System.arraycopy(gradients, from * dimension, arranged.gradients, to * dimension, dimension);
                System.arraycopy(squares, from * dimension, arranged.squares, to * dimension, dimension);
            }
        }
        return arranged;
    }

    public int count() {
        return counts.length;
    }

    /**
     * Both sums together.
     *
     * @throws IllegalArgumentException if they are about other centroids
     */
    public CentroidSums plus(CentroidSums other) {
        if (other.dimension != dimension || !Arrays.equals(other.ids, ids)) {
            throw new IllegalArgumentException("sums over " + other.count() + " centroids of dimension "
                    + other.dimension + " cannot be added to sums over " + count() + " of dimension " + dimension
                    + ": they are about other centroids");
        }
        long[] newest = new long[lastSeen.length];
        Arrays.setAll(newest, j -> Math.max(lastSeen[j], other.lastSeen[j]));
        return new CentroidSums(
                dimension,
                ids,
                added(counts, other.counts),
                added(gradients, other.gradients),
                added(squares, other.squares),
                newest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CentroidSums that
                && dimension == that.dimension
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(counts, that.counts)
                && Arrays.equals(gradients, that.gradients)
                && Arrays.equals(squares, that.squares)
                && Arrays.equals(lastSeen, that.lastSeen);
    }

    @Override
    public int hashCode() {
        return Objects.hash(dimension, Arrays.hashCode(counts), Arrays.hashCode(gradients));
    }

    @Override
    public String toString() {
        return "CentroidSums[counts=" + Arrays.toString(counts) + ", dimension=" + dimension + "]";
    }

    private static double[] added(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static void requireCount(String what, double value, int centroid) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    what + " of centroid " + centroid + " is " + value + ", expected a finite value of at least 0");
        }
    }
}
