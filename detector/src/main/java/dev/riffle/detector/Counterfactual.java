package dev.riffle.detector;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What each column's value alone adds to an event's surprise: how far the surprise falls when the expected value takes
 * its place. A column that is far from usual, but no further than what the rest of the event implies, adds nothing by
 * this measure, and one that is a little off on an event that was nearly an anomaly before adds what made it one.
 */
final class Counterfactual {
    /**
     * Share of the surprise that is split by what columns contribute to the signals: where several columns are off
     * together, replacing one of them may change nothing.
     */
    private static final double BY_PARTS = 0.05;

    /** Columns that are tried, those that contribute most; each costs a score. */
    private static final int MOST_TRIED = 64;

    private Counterfactual() {}

    /**
     * Shares per column, each in [0, 1], summing to 1.
     *
     * @param expected per column, in the features' scale
     * @param parts what columns contribute to the signals, summing to 1
     */
    static double[] shares(Detector detector, FeatureVector features, double[] expected, double[] parts) {
        double surprise = detector.score(features).surprise();
        double[] shares = new double[parts.length];
        double total = 0;
        for (int f = 0; f < shares.length; f++) {
            shares[f] = BY_PARTS * surprise * parts[f];
            total += shares[f];
        }
        double[] values = features.values().clone();
        for (int f : most(parts)) {
            double observed = values[f];
            if (Double.isNaN(observed) || !Double.isFinite(expected[f])) {
                continue;
            }
            values[f] = expected[f];
            double fall = Math.max(
                    0, surprise - detector.score(new FeatureVector(values)).surprise());
            values[f] = observed;
            shares[f] += fall;
            total += fall;
        }
        for (int f = 0; f < shares.length; f++) {
            shares[f] = total > 0 ? shares[f] / total : parts[f];
        }
        return shares;
    }

    private static int[] most(double[] parts) {
        return IntStream.range(0, parts.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer f) -> parts[f]).reversed())
                .limit(MOST_TRIED)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
