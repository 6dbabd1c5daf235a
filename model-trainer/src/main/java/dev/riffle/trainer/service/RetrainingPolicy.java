package dev.riffle.trainer.service;

import java.time.Duration;
import java.util.Objects;

/**
 * When to train, on how much, and what for.
 *
 * @param period time from one training to the next, above 0
 * @param minimumRows rows that a training starts with as soon as they are there, at least 1
 * @param reservoirRows most rows kept, at least {@code minimumRows}
 * @param seed decides which old rows make room for new ones
 * @param fewRows rows that do once {@code patience} has passed since the first of them, at least 1, at most
 *     {@code minimumRows}: a slow stream has to have a model as well
 * @param patience how long to wait for {@code minimumRows}, at least 0
 * @param shadow whether models are released as shadows, to be promoted by hand
 */
public record RetrainingPolicy(
        Duration period,
        int minimumRows,
        int reservoirRows,
        long seed,
        int fewRows,
        Duration patience,
        boolean shadow) {
    public static final int DEFAULT_FEW_ROWS = 1_000;
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(1);
    public static final RetrainingPolicy DEFAULTS = new RetrainingPolicy(Duration.ofMinutes(10), 5_000, 20_000, 1);

    public RetrainingPolicy {
        Objects.requireNonNull(patience, "patience");
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("Retraining period is " + period + "; expected a time above 0");
        }
        if (minimumRows < 1 || reservoirRows < minimumRows) {
            throw new IllegalArgumentException("Retraining takes at least " + minimumRows + " rows from a reservoir of "
                    + reservoirRows + "; expected at least 1, and a reservoir that holds as many");
        }
        if (fewRows < 1 || fewRows > minimumRows || patience.isNegative()) {
            throw new IllegalArgumentException("Retraining does with " + fewRows + " rows after " + patience
                    + "; expected 1 to " + minimumRows + " rows and no negative time");
        }
    }

    /** With the default patience, and champions as releases. */
    public RetrainingPolicy(Duration period, int minimumRows, int reservoirRows, long seed) {
        this(
                period,
                minimumRows,
                reservoirRows,
                seed,
                Math.min(minimumRows, DEFAULT_FEW_ROWS),
                DEFAULT_PATIENCE,
                false);
    }
}
