package dev.riffle.detector.pipeline;

/**
 * Collects an event's fields as a codec meets them and builds the {@link Event}. Fields that the pipeline does not use
 * are passed over. A live object for one thread; {@link #begin} starts the next event.
 */
public final class EventBuilder {
    public EventBuilder(Pipeline pipeline) {
        throw new UnsupportedOperationException();
    }

    public void begin() {
        throw new UnsupportedOperationException();
    }

    /** A numeric value; NaN means missing. */
    public void number(String field, double value) {
        throw new UnsupportedOperationException();
    }

    /** An integer value, kept exact where the field is an id, a key or a time. */
    public void integer(String field, long value) {
        throw new UnsupportedOperationException();
    }

    /** A text value; in a numeric field it has to spell a number. */
    public void text(String field, String value) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param fallbackId id where the pipeline names no id field (say, topic-partition-offset)
     * @param fallbackTimeMillis event time where the pipeline names no time field (Kafka's record timestamp)
     * @param nowMillis the clock: events further than the pipeline's tolerance in its future are refused
     * @throws InvalidEventException if a field is missing, of the wrong type or not finite
     */
    public Event build(String fallbackId, long fallbackTimeMillis, long nowMillis) throws InvalidEventException {
        throw new UnsupportedOperationException();
    }
}
