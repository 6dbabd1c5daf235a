package dev.riffle.console.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.riffle.schemas.codec.EventCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Spoils events in the ways that real senders do, one after the other; none of them can be scored. */
final class MalformedEvents {
    private static final int WAYS = 5;

    private final EventCodec codec;
    private int way;

    MalformedEvents(EventCodec codec) {
        this.codec = codec;
    }

    byte[] spoil(SimulatedEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        switch (way++ % WAYS) {
            case 0 -> {
                byte[] whole = codec.encode(fields);
                return new String(whole, 0, whole.length / 2, UTF_8).getBytes(UTF_8);
            }
            case 1 -> fields.values().remove(event.id());
            case 2 -> fields.values().remove(event.timeMillis());
            case 3 -> fields.replaceAll((name, value) -> value instanceof Double ? "n/a" : value);
            default -> fields.replaceAll((name, value) -> value instanceof Double ? Double.POSITIVE_INFINITY : value);
        }
        return codec.encode(fields);
    }
}
