package dev.riffle.detector.replay;

import dev.riffle.detector.FeatureVector;
import java.util.Objects;

/**
 * One event of a replay.
 *
 * @param eventTimeMillis event time, milliseconds since 1970-01-01T00:00Z
 * @param segment what shares an alert budget with the event; null where the budget is for the whole stream
 * @param key what the event's score is smoothed over with others; null where it stands for itself
 * @param label what is known of the event; never shown to a detector
 */
public record Row(FeatureVector features, long eventTimeMillis, String segment, String key, Label label) {
    public Row {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(label, "label");
    }

    /** A row of a stream whose alert budget is for the whole, and whose scores are not smoothed. */
    public Row(FeatureVector features, long eventTimeMillis, Label label) {
        this(features, eventTimeMillis, null, null, label);
    }

    /** What is known of an event. */
    public enum Label {
        UNKNOWN,
        NORMAL,
        ANOMALY
    }
}
