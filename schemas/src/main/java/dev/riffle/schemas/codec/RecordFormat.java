package dev.riffle.schemas.codec;

import java.util.Locale;

/** How a record or an event is written. */
public enum RecordFormat {
    AVRO,
    JSON;

    /**
     * The format of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RecordFormat parse(String name) {
        for (RecordFormat format : values()) {
            if (format.name().equalsIgnoreCase(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException("format must be 'avro' or 'json', found '" + name + "'");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
