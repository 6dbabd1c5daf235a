package dev.riffle.detector.anomaly;

import java.util.List;

/**
 * Why an event got its score.
 *
 * @param contributions one per column, largest share first; shares sum to 1
 */
public record Explanation(List<Contribution> contributions) {
    public Explanation {
        contributions = List.copyOf(contributions);
    }

    /** The {@code count} largest contributions, fewer where there are fewer columns. */
    public List<Contribution> top(int count) {
        return contributions.subList(0, Math.min(count, contributions.size()));
    }

    /**
     * One column's part.
     *
     * @param feature the pipeline's column
     * @param share share of the score, in [0, 1]
     * @param observed observed value in the feature's own unit; {@code NaN} where it was missing
     * @param expected what the detector expected, in the feature's own unit; {@code NaN} where the unit has no inverse
     */
    public record Contribution(String feature, double share, double observed, double expected) {}
}
