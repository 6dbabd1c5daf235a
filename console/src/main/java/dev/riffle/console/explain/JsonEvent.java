package dev.riffle.console.explain;

import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.operators.EventFields;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.MalformedEventException;
import dev.riffle.schemas.codec.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** An event as a JSON object, read as the job reads it. */
public final class JsonEvent {
    private static final String WITHOUT_ID = "event";

    private JsonEvent() {}

    /**
     * @param clock time of an event that carries none; events from its future are refused
     * @throws CommandFailure if the text is no event of the pipeline
     */
    public static Event read(String json, Pipeline pipeline, Clock clock) {
        EventBuilder builder = new EventBuilder(pipeline);
        builder.begin();
        try {
            EventCodec.of(RecordFormat.JSON).decode(json.getBytes(StandardCharsets.UTF_8), new EventFields(builder));
            return builder.build(WITHOUT_ID, clock.millis(), clock.millis());
        } catch (MalformedEventException e) {
            throw new CommandFailure("The event is not one JSON object: " + e.getMessage(), e);
        } catch (InvalidEventException e) {
            throw new CommandFailure("The event is none of pipeline " + pipeline.name() + ": " + e.getMessage(), e);
        }
    }
}
