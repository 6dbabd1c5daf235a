package dev.riffle.schemas.codec;

import dev.riffle.schemas.DeadLetterReason;
import java.util.Map;

/**
 * Reads an event's fields from its payload and writes them. A codec keeps buffers and name tables: use one per thread.
 */
public sealed interface EventCodec permits JsonEventCodec, AvroEventCodec {
    /** Largest payload that is read, in bytes, unless told otherwise: 1 MiB. */
    int DEFAULT_MAX_BYTES = 1 << 20;

    /** A codec with the default settings; Avro payloads are {@link dev.riffle.schemas.Event} records. */
    static EventCodec of(RecordFormat format) {
        return switch (format) {
            case JSON -> new JsonEventCodec();
            case AVRO -> new AvroEventCodec();
        };
    }

    /**
     * Hands every field to the sink, in the payload's order. Where the payload turns out malformed half way, the sink
     * has seen the fields before that point.
     *
     * @param payload the record's value; null (a tombstone) is malformed
     * @throws MalformedEventException if the payload is not one whole event
     */
    void decode(byte[] payload, FieldSink sink) throws MalformedEventException;

    /**
     * Writes an event.
     *
     * @param fields name to number, text, boolean or null, in the order in which they shall be written
     * @throws IllegalArgumentException if a value is of another type or does not fit the schema
     */
    byte[] encode(Map<String, ?> fields);

    /** Refuses what no codec looks into. */
    static void requireSize(byte[] payload, int maxBytes) throws MalformedEventException {
        if (payload == null || payload.length == 0) {
            throw new MalformedEventException(
                    DeadLetterReason.MALFORMED, payload == null ? "no payload" : "empty payload");
        }
        if (payload.length > maxBytes) {
            throw new MalformedEventException(
                    DeadLetterReason.TOO_LARGE,
                    "payload of " + payload.length + " bytes, at most " + maxBytes + " are read");
        }
    }
}
