package dev.riffle.detector.anomaly;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why an event got its score.
 *
 * @param distancePercentile percent of its nearest cluster's events that lie nearer to the cluster than this one, in
 *     [0, 100]; see {@link dev.riffle.detector.clustering.DistancePercentile}
 * @param contributions one per column, largest share first; shares sum to 1
 */
public record Explanation(double distancePercentile, List<Contribution> contributions) {
    public Explanation {
        if (!(distancePercentile >= 0 && distancePercentile <= 100)) {
            throw new IllegalArgumentException(
                    "distance percentile is " + distancePercentile + ", expected a value in [0, 100]");
        }
        contributions = List.copyOf(contributions);
    }

    /** The {@code count} largest contributions, fewer where there are fewer columns. */
    public List<Contribution> top(int count) {
        return contributions.subList(0, Math.min(count, contributions.size()));
    }

    /**
     * One column's part.
     *
     * @param column the pipeline's column
     * @param feature the feature that makes the column
     * @param share share of the score, in [0, 1]
     * @param observed observed value in the feature's own unit; {@code NaN} where it was missing
     * @param expected what the detector expected, in the feature's own unit; {@code NaN} where the unit has no inverse
     * @param window how far back a history feature looks; empty for any other
     */
    public record Contribution(
            String column, String feature, double share, double observed, double expected, Optional<Duration> window) {}
}
