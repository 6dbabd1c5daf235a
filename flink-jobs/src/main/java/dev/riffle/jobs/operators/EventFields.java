package dev.riffle.jobs.operators;

import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.schemas.codec.FieldSink;

/** Carries fields from a codec to the event builder, neither of which knows the other. */
public final class EventFields implements FieldSink {
    private final EventBuilder builder;

    public EventFields(EventBuilder builder) {
        this.builder = builder;
    }

    @Override
    public void number(String field, double value) {
        builder.number(field, value);
    }

    @Override
    public void integer(String field, long value) {
        builder.integer(field, value);
    }

    @Override
    public void text(String field, String value) {
        builder.text(field, value);
    }

    @Override
    public void missing(String field) {
        builder.text(field, null);
    }
}
