package dev.riffle.detector.clustering;

/**
 * Unusual events that agreed with one another for so long that they are no longer taken for anomalies: where they lie
 * among a model's clusters. The arrays are handed over, not copied.
 *
 * @param centre mean position in the cluster model's space, finite
 * @param variance of the positions around it, per dimension, at least 0
 * @param members how many events agreed, at least 1
 * @param located how many of them position and variance are known of: those since the model is in use, in
 *     [0, {@code members}]
 * @param firstSeenMillis event time of the first, milliseconds since 1970-01-01T00:00Z
 * @param lastSeenMillis event time of the last
 */
public record EventGroup(
        float[] centre, float[] variance, long members, long located, long firstSeenMillis, long lastSeenMillis) {
    /** @throws IllegalArgumentException if lengths disagree or a value is out of its range */
    public EventGroup {
        if (centre.length == 0 || variance.length != centre.length) {
            throw new IllegalArgumentException("group of events has a centre of " + centre.length
                    + " dimensions and a variance of " + variance.length + ", expected as many, at least 1");
        }
        for (int d = 0; d < centre.length; d++) {
            if (!Float.isFinite(centre[d]) || !(variance[d] >= 0) || Float.isInfinite(variance[d])) {
                throw new IllegalArgumentException("group of events lies at " + centre[d] + " with variance "
                        + variance[d] + " in dimension " + d + ", expected finite values, the variance at least 0");
            }
        }
        if (members < 1 || located < 0 || located > members) {
            throw new IllegalArgumentException("group of events has " + members + " members, " + located
                    + " of known position, expected at least 1 and at most as many");
        }
    }

    /** Mean squared distance of its members to its centre. */
    public double spread() {
        double sum = 0;
        for (float value : variance) {
            sum += value;
        }
        return sum;
    }
}
