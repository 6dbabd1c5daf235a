package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.PipelineText;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Fills the history columns of one key (one customer, one terminal) by what {@link RememberedKey} keeps of it. */
public final class ExtractHistory extends KeyedProcessFunction<String, EventInFlight, EventInFlight> {
    private static final long serialVersionUID = 1L;

    private final PipelineText definition;
    private final int key;
    private final String eventsTopic;

    private transient RememberedKey remembered;

    /**
     * @param key index into {@link dev.riffle.detector.pipeline.Pipeline#keyFields()}
     * @param eventsTopic where the events come from, for dead letters
     */
    public ExtractHistory(PipelineText definition, int key, String eventsTopic) {
        this.definition = definition;
        this.key = key;
        this.eventsTopic = eventsTopic;
    }

    @Override
    public void open(OpenContext context) {
        remembered = new RememberedKey(definition.parse(), key, eventsTopic, getRuntimeContext());
    }

    @Override
    public void processElement(EventInFlight event, Context context, Collector<EventInFlight> out) throws Exception {
        remembered.extract(
                event, context.timerService(), out::collect, letter -> context.output(DeadLetters.TAG, letter));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<EventInFlight> out) throws Exception {
        remembered.forget(context.timerService());
    }
}
