package dev.riffle.jobs.operators;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.SegmentField;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.metrics.DeadLetterMetrics;
import dev.riffle.jobs.metrics.JobMetrics;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.FieldSink;
import dev.riffle.schemas.codec.MalformedEventException;
import dev.riffle.schemas.codec.RecordFormat;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns records into events with the features that need no history. What cannot be an event becomes a dead letter with
 * its reason; nothing that a record may hold stops the job. A live object for one thread.
 */
final class EventDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(EventDecoder.class);

    /** Longest event id or key, in characters: it travels in every record about the event. */
    static final int MAX_NAME_LENGTH = 1_024;

    private final EventCodec codec;
    private final EventBuilder builder;
    private final FieldSink fields;
    private final FeatureExtractor extractor;
    private final SegmentField segment;
    private final boolean identified;
    private final Counter events;
    private final DeadLetterMetrics deadLetters;

    /**
     * How to decode.
     *
     * @param budgetBy field whose value travels on as the event's segment; empty: none
     */
    record Settings(PipelineText pipeline, RecordFormat format, String budgetBy) implements Serializable {
        EventDecoder open(MetricGroup metrics) {
            return new EventDecoder(this, metrics);
        }
    }

    private EventDecoder(Settings settings, MetricGroup metrics) {
        Pipeline pipeline = settings.pipeline().parse();
        codec = EventCodec.of(settings.format());
        builder = new EventBuilder(pipeline);
        fields = new EventFields(builder);
        extractor = new FeatureExtractor(pipeline);
        segment = settings.budgetBy().isEmpty() ? null : SegmentField.of(pipeline, settings.budgetBy());
        identified = pipeline.hasIdField();
        events = metrics.counter(JobMetrics.EVENTS);
        deadLetters = new DeadLetterMetrics(metrics);
    }

    /**
     * Decodes a record; exactly one of the two consumers hears of it.
     *
     * @param now milliseconds since 1970-01-01T00:00Z
     */
    void take(RawRecord raw, long now, Consumer<EventInFlight> out, Consumer<DeadLetter> refused) {
        events.inc();
        EventInFlight decoded;
        try {
            decoded = decode(raw, now);
        } catch (MalformedEventException e) {
            refused.accept(letter(raw, e.reason(), e.getMessage(), now));
            return;
        } catch (InvalidEventException e) {
            refused.accept(letter(raw, reason(e.reason()), e.getMessage(), now));
            return;
        } catch (RuntimeException e) {
            LOG.warn("Record {}-{}@{} could not be decoded", raw.topic(), raw.partition(), raw.offset(), e);
            refused.accept(letter(raw, DeadLetterReason.INTERNAL, e.toString(), now));
            return;
        }
        String tooLong = tooLong(decoded.event());
        if (tooLong != null) {
            refused.accept(letter(raw, DeadLetterReason.TOO_LARGE, tooLong, now));
            return;
        }
        out.accept(decoded);
    }

    private EventInFlight decode(RawRecord raw, long now) throws MalformedEventException, InvalidEventException {
        builder.begin();
        codec.decode(raw.value(), fields);
        // Put together only where it is needed: every event comes this way.
        String fallbackId = identified ? null : raw.topic() + '-' + raw.partition() + '-' + raw.offset();
        Event event = builder.build(fallbackId, raw.timestamp(), now);
        return EventInFlight.of(
                event,
                segment == null ? null : segment.of(event),
                raw.timestamp(),
                raw.partition(),
                raw.offset(),
                extractor.stateless(event));
    }

    private DeadLetter letter(RawRecord raw, DeadLetterReason reason, String detail, long now) {
        deadLetters.count(reason);
        return DeadLetters.of(raw, reason, detail, now);
    }

    private static DeadLetterReason reason(InvalidEventException.Reason reason) {
        return switch (reason) {
            case MISSING_FIELD -> DeadLetterReason.MISSING_FIELD;
            case WRONG_TYPE -> DeadLetterReason.WRONG_TYPE;
            case NOT_FINITE -> DeadLetterReason.NOT_FINITE;
            case TIME_OUT_OF_RANGE -> DeadLetterReason.TIME_OUT_OF_RANGE;
        };
    }

    private static String tooLong(Event event) {
        if (event.id().length() > MAX_NAME_LENGTH) {
            return "event id of " + event.id().length() + " characters, at most " + MAX_NAME_LENGTH + " are taken";
        }
        for (String key : event.keys()) {
            if (key.length() > MAX_NAME_LENGTH) {
                return "key of " + key.length() + " characters, at most " + MAX_NAME_LENGTH + " are taken";
            }
        }
        return null;
    }
}
