package dev.riffle.schemas.codec;

/** The Java types that an event's field may have when it is written. */
final class FieldTypes {
    private FieldTypes() {}

    static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }

    static IllegalArgumentException unsupported(String field, Object value) {
        return new IllegalArgumentException("field '" + field + "': found a "
                + value.getClass().getName() + ", expected a number of at most 64 bits, a text, a boolean or null");
    }
}
