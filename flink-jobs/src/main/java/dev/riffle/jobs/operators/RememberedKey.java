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
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What is remembered of the current key, in Flink's state. It holds the windows of the pipeline by signature, so that a
 * changed pipeline keeps the windows that stayed. Every event reads and writes all windows of its key: they are one
 * value, not a map state, whose entries each expire on their own.
 *
 * <p>Keys that nothing was heard of for twice the longest window (two days at least) go away, by the machine's clock.
 */
final class RememberedKey {
    /** Statistics without a window (time since the last event) are worth that much memory too. */
    private static final Duration SHORTEST_MEMORY = Duration.ofDays(1);

    private final int key;
    private final String eventsTopic;
    private final FeatureExtractor extractor;
    private final KeyHistory history;
    private final ValueState<Map<String, double[]>> windows;
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
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive(pipeline))
                .updateTtlOnCreateAndWrite()
                .cleanupIncrementally(1, false)
                .build());
        windows = context.getState(descriptor);
    }

    /** Fills the event's columns of this key, then remembers the event. */
    void extract(EventInFlight event, long nowMillis, Consumer<EventInFlight> out, Consumer<DeadLetter> refused)
            throws Exception {
        Map<String, double[]> remembered = windows.value();
        Map<String, double[]> updated;
        try {
            history.restore(remembered == null ? Map.of() : remembered);
            extractor.addHistory(key, event.event(), history, event.row());
            updated = history.snapshot();
        } catch (RuntimeException e) {
            refused.accept(DeadLetters.of(event, eventsTopic, Stage.FEATURES, e, nowMillis));
            deadLetters.count(DeadLetterReason.INTERNAL);
            return;
        }
        windows.update(updated);
        out.accept(event);
    }

    /** Remembers that one of the key's events was confirmed; nothing where nothing is remembered of the key. */
    void confirm(long eventTimeMillis) throws Exception {
        Map<String, double[]> remembered = windows.value();
        if (remembered != null) {
            history.restore(remembered);
            history.confirm(eventTimeMillis);
            windows.update(history.snapshot());
        }
    }

    private static Duration timeToLive(Pipeline pipeline) {
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
