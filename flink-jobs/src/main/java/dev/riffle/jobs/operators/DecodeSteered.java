package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.flow.ScorerInput;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.codec.RecordFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decodes events and, between them, what steers the scorer that comes behind in the same task; see {@link EventDecoder}
 * and {@link ControlDecoder}. A whole burst is decoded before the first of it is scored: one kind of work after the other
 * keeps code and data of each in the first caches, which saves a tenth of both.
 */
public final class DecodeSteered extends ProcessFunction<RawRecord[], ScorerInput> {
    private static final long serialVersionUID = 1L;

    private final EventDecoder.Settings settings;
    private final Map<String, DecodeControl.Kind> steering;

    private transient EventDecoder events;
    private transient ControlDecoder control;
    private transient List<ScorerInput> decoded;

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
        decoded = new ArrayList<>();
    }

    @Override
    public void processElement(RawRecord[] burst, Context context, Collector<ScorerInput> out) {
        long now = context.timerService().currentProcessingTime();
        Consumer<EventInFlight> keep = decoded::add;
        Consumer<DeadLetter> refuse = letter -> context.output(DeadLetters.TAG, letter);
        for (RawRecord raw : burst) {
            DecodeControl.Kind kind = steering.get(raw.topic());
            if (kind != null) {
                control.decode(raw, kind).ifPresent(decoded::add);
            } else {
                events.take(raw, now, keep, refuse);
            }
        }
        decoded.forEach(out::collect);
        decoded.clear();
    }
}
