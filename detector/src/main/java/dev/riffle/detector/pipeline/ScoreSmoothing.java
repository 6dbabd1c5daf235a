package dev.riffle.detector.pipeline;

import java.time.Duration;

/**
 * What a pipeline asks for that judges an event together with the key's recent ones, by
 * {@link dev.riffle.detector.anomaly.KeyEvidence}.
 *
 * @param key index into {@link Pipeline#keyFields()} of the key whose events count together
 * @param halfLife event time in which an event comes to weigh half, above 0
 */
public record ScoreSmoothing(int key, Duration halfLife) {
    public ScoreSmoothing {
        if (key < 0 || halfLife.isNegative() || halfLife.isZero()) {
            throw new IllegalArgumentException("smoothing by key " + key + " with half-life " + halfLife
                    + ", expected a key of at least 0 and a half-life above 0");
        }
    }

    /** Value of the event's key. */
    public String keyOf(Event event) {
        return event.keys()[key];
    }
}
