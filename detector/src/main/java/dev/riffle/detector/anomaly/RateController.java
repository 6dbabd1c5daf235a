package dev.riffle.detector.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Keeps the realised rate of alerts at the budget where the quantile of what was seen does not: adaptive conformal
 * inference (Gibbs and Candes 2021, eq. 2) on the logarithm of the level. The quantile is asked for
 *
 * <pre>
 *   level = share * exp(offset),    offset += (share - 1[alert]) / allowance    with every event
 * </pre>
 *
 * so that offset * allowance is the balance of the account: what was budgeted less what was spent. Their alpha is the
 * share, their gamma 1 / allowance; on the logarithm, a step means the same ratio at every budget. Whatever the stream
 * does, alerts between two times differ from the budget by allowance times the change of the offset (their proposition
 * 4.1), which is bounded. On a stream that is as its quantiles say, the balance is a random walk with a spring of
 * standard deviation sqrt(allowance / 2) alerts.
 *
 * <p>The allowance is the number of alerts that lower the level by a factor e, at the least {@value #LEAST_ALLOWANCE}
 * and {@value #ALLOWANCE_SHARE} of the alerts that were due so far: a decaying step as of Angelopoulos, Barber and Bates
 * (2024), so that a long stream may spend more on one burst at the same share of its total. The offset is bounded, so
 * that neither a burst is paid for by endless silence nor a lull by a flood: beyond the bounds the account is forgiven.
 * A live object for one thread.
 */
final class RateController {
    static final double LEAST_ALLOWANCE = 3;
    static final double MOST_ALLOWANCE = 500;
    static final double ALLOWANCE_SHARE = 0.02;
    /** Bounds of the offset. */
    static final double LOWEST = -Math.log(30);

    static final double HIGHEST = Math.log(300);
    /** Largest offset, either way, that another model's threshold starts with. */
    private static final double MOST_CARRIED = Math.log(2);

    private double due;
    private double offset;

    /** The level to ask the quantile for instead of the share. */
    double level(double share) {
        return share * Math.exp(offset);
    }

    /** @param share share of events that the budget allows at the moment */
    void count(boolean alert, double share) {
        due += share;
        offset = bounded(offset + (share - (alert ? 1 : 0)) / allowance());
    }

    /** Alerts that lower the level by a factor e. */
    double allowance() {
        return Math.max(LEAST_ALLOWANCE, Math.min(MOST_ALLOWANCE, ALLOWANCE_SHARE * due));
    }

    /**
     * Takes the offset of another controller over, bounded: a larger one tells of the former's quantiles, such as ties
     * among its surprises, rather than of the account. The allowance starts from the least: new surprises may be far off.
     */
    void startFrom(RateController former) {
        offset = Math.max(-MOST_CARRIED, Math.min(MOST_CARRIED, former.offset));
        due = 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(due);
        out.writeDouble(offset);
    }

    /** Adds what {@link #write} wrote: both accounts become one. */
    void addFrom(DataInput in) throws IOException {
        double theirDue = in.readDouble();
        double theirOffset = in.readDouble();
        if (!(theirDue >= 0 && Double.isFinite(theirDue) && Double.isFinite(theirOffset))) {
            throw new IllegalArgumentException("alert threshold's snapshot has " + theirDue
                    + " alerts due at an offset of " + theirOffset + ", expected finite values, the first at least 0");
        }
        double all = due + theirDue;
        offset = all == 0 ? 0 : bounded((offset * due + theirOffset * theirDue) / all);
        due = all;
    }

    private static double bounded(double value) {
        return Math.max(LOWEST, Math.min(HIGHEST, value));
    }
}
