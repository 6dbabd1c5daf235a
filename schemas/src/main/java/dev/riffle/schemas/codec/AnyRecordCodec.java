package dev.riffle.schemas.codec;

import org.apache.avro.specific.SpecificRecord;

/** Reads either form, writes Avro. */
final class AnyRecordCodec<T extends SpecificRecord> implements RecordCodec<T> {
    private final AvroRecordCodec<T> avro;
    private final JsonRecordCodec<T> json;

    AnyRecordCodec(Class<T> type) {
        avro = new AvroRecordCodec<>(type);
        json = new JsonRecordCodec<>(type);
    }

    @Override
    public byte[] encode(T datum) {
        return avro.encode(datum);
    }

    @Override
    public T decode(byte[] bytes) throws UnreadableRecordException {
        return looksLikeJson(bytes) ? json.decode(bytes) : avro.decode(bytes);
    }

    private static boolean looksLikeJson(byte[] bytes) {
        if (bytes == null) {
            return false;
        }
        for (byte next : bytes) {
            if (next != ' ' && next != '\t' && next != '\r' && next != '\n') {
                return next == '{';
            }
        }
        return false;
    }
}
