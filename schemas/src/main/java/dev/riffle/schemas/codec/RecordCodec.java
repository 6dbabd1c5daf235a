package dev.riffle.schemas.codec;

import org.apache.avro.specific.SpecificRecord;

/**
 * Writes and reads Riffle's own records. A codec keeps buffers: use one per thread.
 *
 * <p><b>Avro</b> is Avro's single-object encoding: a marker, the writer schema's fingerprint, and the record. Every
 * schema that was ever shipped is at hand, so old records stay readable.
 *
 * <p><b>JSON</b> is one natural object in UTF-8: unions without type wrappers, enums as texts, bytes in base64, the
 * doubles that JSON does not know as the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"} (as bare tokens
 * inside an {@link dev.riffle.schemas.Event}, where a text would stay a text). Unknown fields are passed over, absent
 * ones take the schema's default.
 *
 * @param <T> the record
 */
public sealed interface RecordCodec<T extends SpecificRecord> permits AvroRecordCodec, JsonRecordCodec, AnyRecordCodec {

    /** A codec for the Avro form. */
    static <T extends SpecificRecord> RecordCodec<T> avro(Class<T> type) {
        return new AvroRecordCodec<>(type);
    }

    /** A codec for the JSON form. */
    static <T extends SpecificRecord> RecordCodec<T> json(Class<T> type) {
        return new JsonRecordCodec<>(type);
    }

    /** A codec for that form. */
    static <T extends SpecificRecord> RecordCodec<T> of(RecordFormat format, Class<T> type) {
        return switch (format) {
            case AVRO -> avro(type);
            case JSON -> json(type);
        };
    }

    /** A codec that tells the form of what it reads by the first bytes, and writes Avro. */
    static <T extends SpecificRecord> RecordCodec<T> any(Class<T> type) {
        return new AnyRecordCodec<>(type);
    }

    /** Any record as JSON, on one line. */
    static String toJson(SpecificRecord datum) {
        return JsonRecordWriter.toJson(datum);
    }

    /**
     * Writes a record.
     *
     * @throws IllegalArgumentException if a field that has to have a value has none
     */
    byte[] encode(T datum);

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException if the bytes are not one whole record of this type
     */
    T decode(byte[] bytes) throws UnreadableRecordException;
}
