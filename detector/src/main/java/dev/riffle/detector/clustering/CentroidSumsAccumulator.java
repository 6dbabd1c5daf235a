package dev.riffle.detector.clustering;

import java.util.Arrays;

/**
 * Sums up what events say about the centroids of one space. A live object for one thread; {@link #drain} hands out an
 * immutable {@link CentroidSums}.
 */
public final class CentroidSumsAccumulator {
    private final int dimension;
    private double[] counts;
    private double[] gradients;
    private double[] squares;
    private long[] lastSeen;
    private Centroids base;

    /** @param base centroids that the first sums are relative to */
    public CentroidSumsAccumulator(Centroids base) {
        this.base = base;
        this.dimension = base.dimension();
        clear();
    }

    /** Adds an event at {@code position} to its centroid's sums. */
    public void add(int centroid, float[] position, long eventTimeMillis) {
        addPart(centroid, position, 0);
        count(centroid, eventTimeMillis);
    }

    /**
     * Adds an event whose position is {@code head}, followed by {@code tail} where the centroids' dimension is that of
     * both.
     */
    public void add(int centroid, float[] head, float[] tail, long eventTimeMillis) {
        addPart(centroid, head, 0);
        if (head.length < dimension) {
            addPart(centroid, tail, head.length);
        }
        count(centroid, eventTimeMillis);
    }

    private void addPart(int centroid, float[] part, int offset) {
        float[] centres = base.centres();
        int row = centroid * dimension + offset;
        for (int f = 0; f < part.length; f++) {
            double difference = (double) part[f] - centres[row + f];
            gradients[row + f] += difference;
            squares[row + f] += difference * difference;
        }
    }

    private void count(int centroid, long eventTimeMillis) {
        counts[centroid]++;
        lastSeen[centroid] = Math.max(lastSeen[centroid], eventTimeMillis);
    }

    /**
     * Makes the sums relative to other centroids of the same model, exactly: with b the old and c the new position,
     * {@code sum(x - c) = sum(x - b) + n (b - c)} and
     * {@code sum((x - c)^2) = sum((x - b)^2) + 2 (b - c) sum(x - b) + n (b - c)^2}. Where other centroids were born or
     * died, what was summed up so far stays with those that are in both.
     */
    public void rebase(Centroids centroids) {
        if (centroids == base) {
            return;
        }
        if (!Arrays.equals(centroids.ids(), base.ids())) {
            rearrange(centroids);
        }
        float[] from = base.centres();
        float[] to = centroids.centres();
        for (int j = 0; j < counts.length; j++) {
            if (counts[j] == 0) {
                continue;
            }
            for (int i = j * dimension; i < (j + 1) * dimension; i++) {
                double shift = (double) from[i] - to[i];
                squares[i] = Math.max(0, squares[i] + 2 * shift * gradients[i] + counts[j] * shift * shift);
                gradients[i] += counts[j] * shift;
            }
        }
        base = centroids;
    }

    /** Goes over to the order of other centroids, at the positions so far. */
    private void rearrange(Centroids centroids) {
        CentroidSums sums = drain().over(centroids);
        float[] centres = centroids.centres().clone();
        for (int to = 0; to < centroids.count(); to++) {
            for (int from = 0; from < base.count(); from++) {
                if (base.ids()[from] == centroids.ids()[to]) {
                    System.arraycopy(base.centres(), from * dimension, centres, to * dimension, dimension);
                }
            }
        }
        counts = sums.counts();
        gradients = sums.gradients();
        squares = sums.squares();
        lastSeen = sums.lastSeen();
        base = new Centroids(
                dimension, centroids.ids(), centroids.masses(), centres, centroids.variances(), centroids.lastSeen());
    }

    /** Hands out the sums and starts afresh with the same centroids. */
    public CentroidSums drain() {
        CentroidSums sums = new CentroidSums(dimension, base.ids(), counts, gradients, squares, lastSeen);
        clear();
        return sums;
    }

    private void clear() {
        counts = new double[base.count()];
        gradients = new double[base.count() * dimension];
        squares = new double[base.count() * dimension];
        lastSeen = new long[base.count()];
    }
}
