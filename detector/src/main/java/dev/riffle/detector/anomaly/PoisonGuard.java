package dev.riffle.detector.anomaly;

/**
 * Keeps what looks unusual from being learned, so that a repeated attack does not teach the detector that attacks are
 * normal. An event passes where a signal's value is at most a threshold, which starts at the calibration's 90 % quantile
 * and moves with every event,
 *
 * <pre>
 *   threshold += 2 (q95 - q80) / 10,000 * (1[value &gt; threshold] - 0.1)
 * </pre>
 *
 * a stochastic quantile tracker (Robbins and Monro 1951) of the 90 % quantile. A threshold that stood still would stop
 * all learning once the stream has drifted beyond it; this one lets unusual events pass that keep coming for some ten
 * thousand, as long as what was learned takes to fade, but neither an attack nor a stretch of failure that is shorter. Where most calibrated values are equal, q95 - q80 says nothing of their size and a tenth of
 * q90 takes its place, so that the threshold never stands still. A live object for one thread.
 */
public final class PoisonGuard {
    private static final double BLOCKED_SHARE = 0.10;
    private static final double EVENTS_PER_STEP = 10_000;

    /** Smallest spread, as a share of q90. */
    private static final double LEAST_SPREAD = 0.1;

    /** Smallest q90 that the share is taken of: either signal is around 1 for usual events. */
    private static final double LEAST_SIZE = 0.1;

    private final double gain;
    private double threshold;

    /** @param calibration of the signal that is watched */
    public PoisonGuard(Calibration calibration) {
        threshold = calibration.quantile(1 - BLOCKED_SHARE);
        double least = LEAST_SPREAD * Math.max(Math.abs(threshold), LEAST_SIZE);
        double spread = Math.max(calibration.quantile(0.95) - calibration.quantile(0.80), least);
        gain = 2 * spread / EVENTS_PER_STEP;
    }

    /** True if an event with this value may be learned from. Moves the threshold. */
    public boolean admits(double value) {
        boolean admitted = value <= threshold;
        threshold += gain * ((admitted ? 0 : 1) - BLOCKED_SHARE);
        return admitted;
    }

    /** The largest value that passes at the moment. */
    public double threshold() {
        return threshold;
    }
}
