package dev.riffle.schemas.codec;

import java.util.LinkedHashMap;
import java.util.Map;

/** A sink that keeps what it was given; the last call for a field counts. */
final class CollectedFields implements FieldSink {
    final Map<String, Object> fields = new LinkedHashMap<>();

    static Map<String, Object> of(EventCodec codec, byte[] payload) throws MalformedEventException {
        CollectedFields sink = new CollectedFields();
        codec.decode(payload, sink);
        return sink.fields;
    }

    @Override
    public void number(String field, double value) {
        fields.put(field, value);
    }

    @Override
    public void integer(String field, long value) {
        fields.put(field, value);
    }

    @Override
    public void text(String field, String value) {
        fields.put(field, value);
    }

    @Override
    public void missing(String field) {
        fields.put(field, null);
    }
}
