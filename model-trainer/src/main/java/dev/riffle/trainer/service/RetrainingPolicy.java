package dev.riffle.trainer.service;

import java.time.Duration;

/**
 * When to train and on how much.
 *
 * @param period time from one training to the next, above 0
 * @param minimumRows fewest rows that a training starts with, at least 1
 * @param reservoirRows most rows kept, at least {@code minimumRows}
 * @param seed decides which old rows make room for new ones
 */
public record RetrainingPolicy(Duration period, int minimumRows, int reservoirRows, long seed) {
    public static final RetrainingPolicy DEFAULTS = new RetrainingPolicy(Duration.ofMinutes(10), 5_000, 20_000, 1);

    public RetrainingPolicy {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("Retraining period is " + period + "; expected a time above 0");
        }
        if (minimumRows < 1 || reservoirRows < minimumRows) {
            throw new IllegalArgumentException("Retraining takes at least " + minimumRows + " rows from a reservoir of "
                    + reservoirRows + "; expected at least 1, and a reservoir that holds as many");
        }
    }
}
