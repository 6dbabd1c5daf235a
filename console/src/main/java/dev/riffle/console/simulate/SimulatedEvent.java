package dev.riffle.console.simulate;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One event of a simulated stream, with the truth about it.
 *
 * @param id event id, unique in its stream
 * @param key value of the pipeline's first key field
 * @param timeMillis event time, milliseconds since 1970-01-01T00:00Z
 * @param fields everything that is sent, id, key and time among it, in a fixed order
 * @param injectedKind which kind of anomaly it is; empty for normal events
 */
public record SimulatedEvent(
        String id, String key, long timeMillis, Map<String, Object> fields, Optional<String> injectedKind) {
    public SimulatedEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(injectedKind, "injectedKind");
    }
}
