package dev.riffle.detector.replay;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How evenly a replay's alerts came.
 *
 * @param secondHalf share of the second half's events with verdict ANOMALY, in [0, 1]; NaN without events
 * @param perThousand alerts per 1,000 events
 */
public record AlertRates(double secondHalf, Spread perThousand) {
    private static final int THOUSAND = 1_000;

    /**
     * Over consecutive thousands of events, a last incomplete one left out unless it is the only one; NaN without events.
     */
    public record Spread(double min, double median, double max) {}

    /** @param alerts indices of the events with verdict ANOMALY */
    static AlertRates of(BitSet alerts, int events) {
        int half = events / 2;
        double secondHalf = (double) alerts.get(half, events).cardinality() / (events - half);
        int span = Math.min(THOUSAND, events);
        double[] rates = new double[span == 0 ? 0 : events / span];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (double) THOUSAND
                    / span
                    * alerts.get(i * span, (i + 1) * span).cardinality();
        }
        Arrays.sort(rates);
        return new AlertRates(secondHalf, spread(rates));
    }

    private static Spread spread(double[] sorted) {
        int count = sorted.length;
        return count == 0
                ? new Spread(Double.NaN, Double.NaN, Double.NaN)
                : new Spread(sorted[0], (sorted[(count - 1) / 2] + sorted[count / 2]) / 2, sorted[count - 1]);
    }
}
