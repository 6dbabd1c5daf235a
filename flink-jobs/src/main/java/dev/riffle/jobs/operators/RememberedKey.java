package dev.riffle.jobs.operators;

import dev.riffle.detector.pipeline.Feature;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.KeyHistory;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.metrics.DeadLetterMetrics;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.Stage;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * What is remembered of the current key, in Flink's state. It holds the windows of the pipeline by signature, so that a
 * changed pipeline keeps the windows that stayed. Every event reads and writes all windows of its key: they are one
 * value, not a map state, whose entries each expire on their own.
 *
 * <p>Keys that nothing was heard of for twice the longest window (two days at least) go away, by the machine's clock. One
 * timer per key sees to that, which looks again when it fires too early: Flink's time to live would look at another key
 * for expiry at every access, a third of what history costs.
 */
final class RememberedKey {
    /** Statistics without a window (time since the last event) are worth that much memory too. */
    private static final Duration SHORTEST_MEMORY = Duration.ofDays(1);

    /** Where the windows have the time at which the key was last heard of, as signatures never look. */
    private static final String HEARD = "heard";

    private final int key;
    private final String eventsTopic;
    private final FeatureExtractor extractor;
    private final KeyHistory history;
    private final ValueState<Map<String, double[]>> windows;
    private final long memoryMillis;
    private final DeadLetterMetrics deadLetters;

    /** @param key index into {@link Pipeline#keyFields()} */
    RememberedKey(Pipeline pipeline, int key, String eventsTopic, RuntimeContext context) {
        this.key = key;
        this.eventsTopic = eventsTopic;
        extractor = new FeatureExtractor(pipeline);
        history = new KeyHistory(pipeline, key);
        deadLetters = new DeadLetterMetrics(context.getMetricGroup());
        ValueStateDescriptor<Map<String, double[]>> descriptor = new ValueStateDescriptor<>(
                "history", Types.MAP(Types.STRING, PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO));
        windows = context.getState(descriptor);
        memoryMillis = memory(pipeline).toMillis();
    }

    /**
     * Fills the event's columns of this key, then remembers the event.
     *
     * @param timers of the current key; who fires them calls {@link #forget}
     */
    void extract(EventInFlight event, TimerService timers, Consumer<EventInFlight> out, Consumer<DeadLetter> refused)
            throws Exception {
        Map<String, double[]> remembered = windows.value();
        if (remembered == null) {
            remembered = new HashMap<>();
        }
        try {
            history.restore(remembered);
            extractor.addHistory(key, event.event(), history, event.row());
            history.saveTo(remembered);
        } catch (RuntimeException e) {
            refused.accept(DeadLetters.of(event, eventsTopic, Stage.FEATURES, e, timers.currentProcessingTime()));
            deadLetters.count(DeadLetterReason.INTERNAL);
            return;
        }
        hear(remembered, timers);
        windows.update(remembered);
        out.accept(event);
    }

    private void hear(Map<String, double[]> remembered, TimerService timers) {
        long now = timers.currentProcessingTime();
        double[] heard = remembered.get(HEARD);
        if (heard == null) {
            remembered.put(HEARD, new double[] {now});
            timers.registerProcessingTimeTimer(now + memoryMillis);
        } else {
            heard[0] = now;
        }
    }

    /** Forgets the current key if it has been silent for long; looks again later otherwise. */
    void forget(TimerService timers) throws Exception {
        Map<String, double[]> remembered = windows.value();
        if (remembered == null) {
            return;
        }
        long due = (long) remembered.get(HEARD)[0] + memoryMillis;
        if (due <= timers.currentProcessingTime()) {
            windows.clear();
        } else {
            timers.registerProcessingTimeTimer(due);
        }
    }

    /** Remembers that one of the key's events was confirmed; nothing where nothing is remembered of the key. */
    void confirm(long eventTimeMillis) throws Exception {
        Map<String, double[]> remembered = windows.value();
        if (remembered != null) {
            history.restore(remembered);
            history.confirm(eventTimeMillis);
            history.saveTo(remembered);
            windows.update(remembered);
        }
    }

    private static Duration memory(Pipeline pipeline) {
        Duration longest = pipeline.features().stream()
                .flatMap(RememberedKey::memory)
                .max(Comparator.naturalOrder())
                .orElse(SHORTEST_MEMORY);
        return (longest.compareTo(SHORTEST_MEMORY) < 0 ? SHORTEST_MEMORY : longest).multipliedBy(2);
    }

    private static Stream<Duration> memory(Feature feature) {
        if (feature instanceof Feature.Verdicts verdicts) {
            return Stream.of(verdicts.window().plus(verdicts.delay()));
        }
        return feature instanceof Feature.History history ? Stream.ofNullable(history.window()) : Stream.empty();
    }
}
