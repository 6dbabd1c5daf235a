package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.flow.ScorerInput;
import dev.riffle.schemas.codec.RecordFormat;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decodes events and, between them, what steers the scorer that comes behind in the same task; see {@link EventDecoder}
 * and {@link ControlDecoder}.
 */
public final class DecodeSteered extends ProcessFunction<RawRecord, ScorerInput> {
    private static final long serialVersionUID = 1L;

    private final EventDecoder.Settings settings;
    private final Map<String, DecodeControl.Kind> steering;

    private transient EventDecoder events;
    private transient ControlDecoder control;

    /**
     * @param budgetBy field whose value travels on as the event's segment; empty: none
     * @param steering what the records of the topics that steer are, by topic; all others' are events
     */
    public DecodeSteered(
            PipelineText definition, RecordFormat format, String budgetBy, Map<String, DecodeControl.Kind> steering) {
        settings = new EventDecoder.Settings(definition, format, budgetBy);
        this.steering = new HashMap<>(steering);
    }

    @Override
    public void open(OpenContext context) {
        events = settings.open(getRuntimeContext().getMetricGroup());
        control = new ControlDecoder(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<ScorerInput> out) {
        DecodeControl.Kind kind = steering.get(raw.topic());
        if (kind != null) {
            control.decode(raw, kind).ifPresent(out::collect);
        } else {
            events.take(
                    raw,
                    context.timerService().currentProcessingTime(),
                    out::collect,
                    letter -> context.output(DeadLetters.TAG, letter));
        }
    }
}
