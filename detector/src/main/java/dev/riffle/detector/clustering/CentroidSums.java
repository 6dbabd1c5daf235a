package dev.riffle.detector.clustering;

import java.util.Arrays;
import java.util.Objects;

/**
 * Gradient sums of one space, dense over its centroids. Immutable by agreement: the arrays are handed over, not copied.
 *
 * @param dimension number of dimensions of the space, at least 1
 * @param counts events per centroid, finite, at least 0
 * @param gradients sum of (event - centroid), row-major {@code [centroid][dimension]}, finite
 * @param squares sum of (event - centroid) squared per dimension, same shape, finite, at least 0
 * @param lastSeen newest event time in milliseconds per centroid, 0 where there was none
 */
public record CentroidSums(int dimension, double[] counts, double[] gradients, double[] squares, long[] lastSeen) {

    /** @throws IllegalArgumentException if lengths disagree or a value is out of its range */
    public CentroidSums {
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension of sums is " + dimension + ", expected at least 1");
        }
        long cells = (long) counts.length * dimension;
        if (gradients.length != cells || squares.length != cells || lastSeen.length != counts.length) {
            throw new IllegalArgumentException("sums over " + counts.length + " centroids of dimension " + dimension
                    + " have " + gradients.length + " gradients, " + squares.length + " squares and " + lastSeen.length
                    + " times, expected " + cells + ", " + cells + " and " + counts.length);
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
    public static CentroidSums empty(int count, int dimension) {
        return new CentroidSums(
                dimension,
                new double[count],
                new double[count * dimension],
                new double[count * dimension],
                new long[count]);
    }

    public int count() {
        return counts.length;
    }

    /**
     * Both sums together.
     *
     * @throws IllegalArgumentException if they differ in shape
     */
    public CentroidSums plus(CentroidSums other) {
        if (other.dimension != dimension || other.count() != count()) {
            throw new IllegalArgumentException("sums over " + other.count() + " centroids of dimension "
                    + other.dimension + " cannot be added to sums over " + count() + " of dimension " + dimension);
        }
        long[] newest = new long[lastSeen.length];
        Arrays.setAll(newest, j -> Math.max(lastSeen[j], other.lastSeen[j]));
        return new CentroidSums(
                dimension,
                added(counts, other.counts),
                added(gradients, other.gradients),
                added(squares, other.squares),
                newest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CentroidSums that
                && dimension == that.dimension
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
