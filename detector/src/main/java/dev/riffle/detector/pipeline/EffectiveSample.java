package dev.riffle.detector.pipeline;

import java.util.Arrays;

/**
 * How many independent values a stretch of a series is worth: values that follow each other resemble each other, and say
 * less about where the series stays than as many strangers would (Bayley and Hammersley, "The 'effective' number of
 * independent observations in an autocorrelated time series", JRSS Supplement 8, 1946). With autocorrelations rho_k of n
 * values,
 *
 * <pre>
 *   n / (1 + 2 sum_k rho_k)
 * </pre>
 *
 * summed over pairs of lags up to the first pair that is not positive (Geyer's initial positive sequence, "Practical
 * Markov chain Monte Carlo", Statistical Science 7, 1992), since the sum over all lags of a sample says nothing. White
 * noise is worth about n, a straight line 4 and a random walk a handful, however long.
 */
final class EffectiveSample {
    /** Longer stretches are cut into so many bins, whose means stand for them: lags cost their square. */
    private static final int MOST_BINS = 1_000;

    private EffectiveSample() {}

    /**
     * The effective number of independent values.
     *
     * @param values in the order of time, finite
     * @return from 1 to their number; their number where they are all alike; 0 without values
     */
    static double of(double[] values) {
        int bins = Math.min(values.length, MOST_BINS);
        double mean = Arrays.stream(values).average().orElse(0);
        double[] deviations = new double[bins];
        double variance = 0;
        for (int bin = 0; bin < bins; bin++) {
            int from = (int) ((long) values.length * bin / bins);
            int to = (int) ((long) values.length * (bin + 1) / bins);
            for (int i = from; i < to; i++) {
                double deviation = values[i] - mean;
                deviations[bin] += deviation / (to - from);
                variance += deviation * deviation / values.length;
            }
        }
        double varianceOfMean = longRunVariance(deviations) / Math.max(1, bins);
        return varianceOfMean * values.length > variance ? Math.max(1, variance / varianceOfMean) : values.length;
    }

    /** Sum of the autocovariances at all lags, both ways. */
    private static double longRunVariance(double[] deviations) {
        double sum = autocovariance(deviations, 0);
        for (int lag = 1; lag + 1 < deviations.length; lag += 2) {
            double pair = autocovariance(deviations, lag) + autocovariance(deviations, lag + 1);
            if (!(pair > 0)) {
                break;
            }
            sum += 2 * pair;
        }
        return sum;
    }

    private static double autocovariance(double[] deviations, int lag) {
        double sum = 0;
        for (int i = lag; i < deviations.length; i++) {
            sum += deviations[i] * deviations[i - lag];
        }
        return sum / deviations.length;
    }
}
