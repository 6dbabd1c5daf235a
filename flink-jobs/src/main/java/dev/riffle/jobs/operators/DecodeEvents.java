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
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.FieldSink;
import dev.riffle.schemas.codec.MalformedEventException;
import dev.riffle.schemas.codec.RecordFormat;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns records into events with the features that need no history. What cannot be an event becomes a dead letter with
 * its reason; nothing that a record may hold stops the job.
 */
public final class DecodeEvents extends ProcessFunction<RawRecord, EventInFlight> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeEvents.class);

    /** Longest event id or key, in characters: it travels in every record about the event. */
    static final int MAX_NAME_LENGTH = 1_024;

    private final PipelineText definition;
    private final RecordFormat format;
    private final String budgetBy;

    private transient EventCodec codec;
    private transient EventBuilder builder;
    private transient FieldSink fields;
    private transient FeatureExtractor extractor;
    private transient SegmentField segment;
    private transient boolean identified;
    private transient Counter events;
    private transient DeadLetterMetrics deadLetters;

    public DecodeEvents(PipelineText definition, RecordFormat format) {
        this(definition, format, "");
    }

    /** @param budgetBy field whose value travels on as the event's segment; empty: none */
    public DecodeEvents(PipelineText definition, RecordFormat format, String budgetBy) {
        this.budgetBy = budgetBy;
        this.definition = definition;
        this.format = format;
    }

    @Override
    public void open(OpenContext context) {
        Pipeline pipeline = definition.parse();
        codec = EventCodec.of(format);
        builder = new EventBuilder(pipeline);
        fields = new EventFields(builder);
        extractor = new FeatureExtractor(pipeline);
        segment = budgetBy.isEmpty() ? null : SegmentField.of(pipeline, budgetBy);
        identified = pipeline.hasIdField();
        events = getRuntimeContext().getMetricGroup().counter(JobMetrics.EVENTS);
        deadLetters = new DeadLetterMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<EventInFlight> out) {
        events.inc();
        long now = context.timerService().currentProcessingTime();
        EventInFlight decoded;
        try {
            decoded = decode(raw, now);
        } catch (MalformedEventException e) {
            refuse(raw, e.reason(), e.getMessage(), context);
            return;
        } catch (InvalidEventException e) {
            refuse(raw, reason(e.reason()), e.getMessage(), context);
            return;
        } catch (RuntimeException e) {
            LOG.warn("Record {}-{}@{} could not be decoded", raw.topic(), raw.partition(), raw.offset(), e);
            refuse(raw, DeadLetterReason.INTERNAL, e.toString(), context);
            return;
        }
        String tooLong = tooLong(decoded.event());
        if (tooLong != null) {
            refuse(raw, DeadLetterReason.TOO_LARGE, tooLong, context);
            return;
        }
        out.collect(decoded);
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

    private void refuse(RawRecord raw, DeadLetterReason reason, String detail, Context context) {
        deadLetters.count(reason);
        context.output(
                DeadLetters.TAG,
                DeadLetters.of(raw, reason, detail, context.timerService().currentProcessingTime()));
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
