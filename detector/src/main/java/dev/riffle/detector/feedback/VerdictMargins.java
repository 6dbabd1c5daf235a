package dev.riffle.detector.feedback;

import java.util.HashMap;
import java.util.Map;

/**
 * What analysts' verdicts add to the alert thresholds, per segment: with f = 1 for a false alert and 0 for a true one,
 *
 * <pre>
 *   margin = min(max(margin + 0.1 (f - 0.5), 0), 3)
 * </pre>
 *
 * a stochastic approximation (Robbins and Monro 1951) of the margin at which half of the alerts are true. It is on the
 * {@link dev.riffle.detector.Detection#surprise()}: 0.05 more let through about 5 % fewer events, 3 a twentieth. The alert
 * budget stays what it is, a bound: margins never let more alerts through. A live object for one thread.
 */
public final class VerdictMargins {
    static final double LARGEST = 3;

    private static final double STEP = 0.1;
    private static final double WANTED_PRECISION = 0.5;
    /** Later segments have the margin of the whole stream. */
    private static final int MOST_SEGMENTS = 10_000;

    private static final String WHOLE = "";

    private final Map<String, Double> margins = new HashMap<>();

    /**
     * What the threshold of a segment is raised by.
     *
     * @param segment null for the whole stream
     * @return at least 0
     */
    public double of(String segment) {
        Double own = segment == null ? null : margins.get(segment);
        return own == null ? margins.getOrDefault(WHOLE, 0.0) : own;
    }

    /**
     * Takes a verdict in.
     *
     * @param segment the event's; null where the budget is for the whole stream
     * @param anomaly true if the alert was right
     */
    public void found(String segment, boolean anomaly) {
        String key = segment == null ? WHOLE : segment;
        if (!margins.containsKey(key) && margins.size() >= MOST_SEGMENTS) {
            return;
        }
        double moved = of(segment) + STEP * ((anomaly ? 0 : 1) - (1 - WANTED_PRECISION));
        margins.put(key, Math.max(0, Math.min(LARGEST, moved)));
    }

    /** Margins by segment, for a checkpoint; the whole stream's under the empty name. */
    public Map<String, Double> snapshot() {
        return Map.copyOf(margins);
    }

    /**
     * Takes up a segment's margin of a snapshot.
     *
     * @throws IllegalArgumentException if it is outside [0, 3]
     */
    public void restore(String segment, double margin) {
        if (!(margin >= 0 && margin <= LARGEST)) {
            throw new IllegalArgumentException(
                    "margin of segment '" + segment + "' is " + margin + ", expected a value in [0, " + LARGEST + "]");
        }
        margins.put(segment, margin);
    }
}
