package dev.riffle.schemas.codec;

/** Bytes that contradict their Avro schema. */
final class CorruptAvroException extends Exception {
    private static final long serialVersionUID = 1L;

    CorruptAvroException(String message) {
        super(message, null, false, false);
    }
}
