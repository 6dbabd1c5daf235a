package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.schemas.AnalystVerdict;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * As {@link ExtractHistory}, for pipelines that look at analysts' verdicts: those of a key arrive on the second input and
 * go into the same state.
 */
public final class ExtractJudgedHistory
        extends KeyedCoProcessFunction<String, EventInFlight, AnalystVerdict, EventInFlight> {
    private static final long serialVersionUID = 1L;

    private final PipelineText definition;
    private final int key;
    private final String eventsTopic;

    private transient RememberedKey remembered;

    /**
     * @param key index into {@link dev.riffle.detector.pipeline.Pipeline#keyFields()}
     * @param eventsTopic where the events come from, for dead letters
     */
    public ExtractJudgedHistory(PipelineText definition, int key, String eventsTopic) {
        this.definition = definition;
        this.key = key;
        this.eventsTopic = eventsTopic;
    }

    @Override
    public void open(OpenContext context) {
        remembered = new RememberedKey(definition.parse(), key, eventsTopic, getRuntimeContext());
    }

    @Override
    public void processElement1(EventInFlight event, Context context, Collector<EventInFlight> out) throws Exception {
        remembered.extract(
                event, context.timerService(), out::collect, letter -> context.output(DeadLetters.TAG, letter));
    }

    @Override
    public void processElement2(AnalystVerdict verdict, Context context, Collector<EventInFlight> out)
            throws Exception {
        remembered.confirm(verdict.getEventTime());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<EventInFlight> out) throws Exception {
        remembered.forget(context.timerService());
    }
}
