package dev.riffle.jobs.operators;

import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.flow.ScorerInput;
import dev.riffle.schemas.DeadLetter;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.SimpleTimerService;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.operators.AbstractInput;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Where the task begins that ends in a scorer. The first input carries events, which may still lack the history of one
 * key; the second, broadcast, what steers the scorer. Both go down the same chain, so that an event crosses to no other
 * task between its last key's history and its answer: Flink chains an operator to the one before it only if it has one
 * input.
 *
 * <p>Event time is the events' alone: what steers has none and would hold the watermark back for ever.
 *
 * @param <T> events before their preparation
 */
public final class EnterScorer<T> extends AbstractStreamOperatorV2<ScorerInput>
        implements MultipleInputStreamOperator<ScorerInput> {
    private static final int EVENTS = 1;
    private static final int CONTROL = 2;
    /** As Flink names those of a process function, so that a savepoint of one has its timers here. */
    private static final String TIMERS = "user-timers";

    private final Preparation<T> preparation;
    private final List<Input> inputs;
    private final StreamRecord<ScorerInput> prepared = new StreamRecord<>(null);
    private final Consumer<EventInFlight> out = event -> output.collect(prepared.replace(event));
    private final Consumer<DeadLetter> refused = letter -> output.collect(DeadLetters.TAG, new StreamRecord<>(letter));

    private Step<T> step;

    private EnterScorer(StreamOperatorParameters<ScorerInput> parameters, Preparation<T> preparation) {
        super(parameters, CONTROL);
        this.preparation = preparation;
        inputs = List.of(new Events(), new Control());
    }

    /** What is done to one event. */
    @FunctionalInterface
    private interface Step<T> {
        /** Exactly one of the two consumers hears of the event. */
        void take(T event, Consumer<EventInFlight> out, Consumer<DeadLetter> refused) throws Exception;

        /** Called when a timer that the step has set for the current key fires. */
        default void onTimer() throws Exception {}
    }

    /** Makes the step where it is to run. */
    @FunctionalInterface
    private interface Preparation<T> extends Serializable {
        Step<T> open(StreamingRuntimeContext context, Supplier<TimerService> timersByKey);
    }

    /** Fills the history of one key. */
    private record Remembering(RememberedKey key, TimerService timers) implements Step<EventInFlight> {
        @Override
        public void take(EventInFlight event, Consumer<EventInFlight> out, Consumer<DeadLetter> refused)
                throws Exception {
            key.extract(event, timers, out, refused);
        }

        @Override
        public void onTimer() throws Exception {
            key.forget(timers);
        }
    }

    /**
     * For events that come by key, whose history they lack.
     *
     * @param key index into {@link Pipeline#keyFields()}
     * @param eventsTopic where the events come from, for dead letters
     */
    public static Factory<EventInFlight> remembering(PipelineText definition, int key, String eventsTopic) {
        return new Factory<EventInFlight>((context, timers) ->
                new Remembering(new RememberedKey(definition.parse(), key, eventsTopic, context), timers.get()));
    }

    /** For events that lack nothing. */
    public static Factory<EventInFlight> prepared() {
        return new Factory<EventInFlight>((context, timers) -> (event, out, refused) -> out.accept(event));
    }

    @Override
    public void open() throws Exception {
        super.open();
        getRuntimeContext().setKeyedStateStore(getKeyedStateStore().orElse(null));
        step = preparation.open(
                getRuntimeContext(),
                () -> new SimpleTimerService(
                        getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, new Alarm())));
    }

    private final class Alarm implements Triggerable<String, VoidNamespace> {
        @Override
        public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
            throw new IllegalStateException("a timer by event time, " + timer + ", was set by nobody");
        }

        @Override
        public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
            step.onTimer();
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's signature.
    public List<Input> getInputs() {
        return inputs;
    }

    private final class Events extends AbstractInput<T, ScorerInput> {
        Events() {
            super(EnterScorer.this, EVENTS);
        }

        @Override
        public void processElement(StreamRecord<T> record) throws Exception {
            step.take(record.getValue(), out, refused);
        }

        @Override
        public void processWatermark(Watermark mark) throws Exception {
            EnterScorer.this.processWatermark(mark);
        }

        @Override
        public void processWatermarkStatus(WatermarkStatus status) {
            output.emitWatermarkStatus(status);
        }
    }

    private final class Control extends AbstractInput<ControlMessage, ScorerInput> {
        Control() {
            super(EnterScorer.this, CONTROL);
        }

        @Override
        public void processElement(StreamRecord<ControlMessage> record) {
            output.collect(new StreamRecord<>(record.getValue()));
        }

        @Override
        public void processWatermark(Watermark mark) {}

        @Override
        public void processWatermarkStatus(WatermarkStatus status) {}
    }

    /**
     * Makes the operator where it is to run.
     *
     * @param <T> events before their preparation
     */
    public static final class Factory<T> extends AbstractStreamOperatorFactory<ScorerInput> {
        private static final long serialVersionUID = 1L;

        private final Preparation<T> preparation;

        private Factory(Preparation<T> preparation) {
            this.preparation = preparation;
        }

        @Override
        @SuppressWarnings("unchecked") // Flink's signature: it asks for what getStreamOperatorClass names.
        public <O extends StreamOperator<ScorerInput>> O createStreamOperator(
                StreamOperatorParameters<ScorerInput> parameters) {
            return (O) new EnterScorer<>(parameters, preparation);
        }

        @Override
        @SuppressWarnings("rawtypes") // Flink's signature.
        public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
            return EnterScorer.class;
        }
    }
}
