package dev.riffle.detector.pipeline;

import java.util.Objects;

/**
 * One event after decoding: exactly the fields that the pipeline uses, by slot.
 *
 * @param id event id, not empty
 * @param keys values of {@link Pipeline#keyFields()}, in order
 * @param timeMillis event time, milliseconds since 1970-01-01T00:00Z
 * @param numbers values of {@link Pipeline#numericFields()}, in order; finite, or NaN where missing
 * @param texts values of {@link Pipeline#textFields()}, in order; null where missing
 */
public record Event(String id, String[] keys, long timeMillis, double[] numbers, String[] texts) {
    public Event {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(numbers, "numbers");
        Objects.requireNonNull(texts, "texts");
        if (id.isEmpty()) {
            throw new IllegalArgumentException("Found an empty event id, expected a text");
        }
    }
}
