package dev.riffle.detector.drift;

import java.util.Locale;

/**
 * The stream has changed.
 *
 * @param signal what changed: {@code reconstruction}, {@code assignment} or {@code feature NAME}
 * @param before mean of the signal before, in [0, 1]
 * @param after mean of the signal since, in [0, 1]
 * @param events events since about the change
 * @param sinceMillis event time of about the change, milliseconds since 1970-01-01T00:00Z
 */
public record Drift(String signal, double before, double after, long events, long sinceMillis) {
    /** For people. */
    public String sentence() {
        return String.format(
                Locale.ROOT, "%s: mean %.3f before, %.3f in the last %d events", signal, before, after, events);
    }
}
