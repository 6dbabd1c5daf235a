package dev.riffle.console.replay;

import dev.riffle.console.tables.Row;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.detector.pipeline.Pipeline;
import java.util.OptionalLong;

/** Tells when a row's event happened, as the pipeline reads it. */
final class EventClock {
    private final EventBuilder builder;

    EventClock(Pipeline pipeline) {
        this.builder = new EventBuilder(pipeline);
    }

    /** Milliseconds since 1970-01-01T00:00Z; empty where the pipeline cannot read the row, which the job will say. */
    OptionalLong timeOf(Row row) {
        builder.begin();
        for (int i = 0; i < row.cells().length; i++) {
            if (row.cells()[i] != null) {
                builder.text(row.columns().get(i), row.cells()[i]);
            }
        }
        try {
            return OptionalLong.of(builder.build("row", 0, Long.MAX_VALUE).timeMillis());
        } catch (InvalidEventException e) {
            return OptionalLong.empty();
        }
    }
}
