package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.schemas.codec.RecordFormat;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Decodes events ahead of their history, key by key; see {@link EventDecoder}. */
public final class DecodeEvents extends ProcessFunction<RawRecord, EventInFlight> {
    private static final long serialVersionUID = 1L;

    private final EventDecoder.Settings settings;

    private transient EventDecoder decoder;

    public DecodeEvents(PipelineText definition, RecordFormat format) {
        this(definition, format, "");
    }

    /** @param budgetBy field whose value travels on as the event's segment; empty: none */
    public DecodeEvents(PipelineText definition, RecordFormat format, String budgetBy) {
        settings = new EventDecoder.Settings(definition, format, budgetBy);
    }

    @Override
    public void open(OpenContext context) {
        decoder = settings.open(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<EventInFlight> out) {
        decoder.take(
                raw,
                context.timerService().currentProcessingTime(),
                out::collect,
                letter -> context.output(DeadLetters.TAG, letter));
    }
}
