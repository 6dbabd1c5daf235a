package dev.riffle.schemas.codec;

/**
 * Takes an event's fields as a codec meets them. A field that comes twice is reported twice, and the last call counts:
 * {@link #missing} takes an earlier value back.
 */
public interface FieldSink {
    /** A numeric value, not necessarily finite. A boolean arrives as 1 or 0. */
    void number(String field, double value);

    /** A whole number, exact. */
    void integer(String field, long value);

    /** A text. */
    void text(String field, String value);

    /** The field is there and says that it has no value. */
    void missing(String field);
}
