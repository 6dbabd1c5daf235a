package dev.riffle.detector.anomaly;

import dev.riffle.detector.clustering.EventGroup;

/** Mean and variance of positions among clusters, as they come (Welford 1962). */
final class PositionMoments {
    private final double[] means;
    private final double[] squares;
    private long count;

    PositionMoments(int dimension) {
        means = new double[dimension];
        squares = new double[dimension];
    }

    int dimension() {
        return means.length;
    }

    void add(float[] position) {
        count++;
        for (int d = 0; d < means.length; d++) {
            double before = position[d] - means[d];
            means[d] += before / count;
            squares[d] += before * (position[d] - means[d]);
        }
    }

    /** The group whose positions these are. */
    EventGroup group(long members, long firstSeenMillis, long lastSeenMillis) {
        float[] centre = new float[means.length];
        float[] variance = new float[means.length];
        for (int d = 0; d < centre.length; d++) {
            centre[d] = (float) means[d];
            variance[d] = (float) (squares[d] / count);
        }
        return new EventGroup(centre, variance, members, count, firstSeenMillis, lastSeenMillis);
    }
}
