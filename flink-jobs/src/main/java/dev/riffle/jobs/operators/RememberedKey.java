package dev.riffle.jobs.operators;

import dev.riffle.detector.pipeline.Feature;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.KeyHistory;
import dev.riffle.detector.pipeline.KeyMemory;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.KeyMemorySerializer;
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
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of the current key, in Flink's state. Every event reads and writes all that is remembered of its
 * key: that is one value, a {@link KeyMemory}, not a map state, whose entries would be looked up, and expire, each on
 * their own.
 *
 * <p>Keys that nothing was heard of for twice the longest window (two days at least) go away, by the machine's clock. One
 * timer per key sees to that, which looks again when it fires too early: Flink's time to live would look at another key
 * for expiry at every access, a third of what history costs.
 */
final class RememberedKey {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedKey.class);

    /** Statistics without a window (time since the last event) are worth that much memory too. */
    private static final Duration SHORTEST_MEMORY = Duration.ofDays(1);

    private final int key;
    private final String eventsTopic;
    private final FeatureExtractor extractor;
    private final KeyHistory history;
    private final ValueState<KeyMemory> memories;
    /**
     * Keys of a savepoint from before {@link KeyMemory} that were not heard of since: arrays by signature. A state of its
     * own, because Flink 2.3 lets no serialiser but its own take over what was a map
     * ({@code TtlAwareSerializerSnapshot.resolveSchemaCompatibility}).
     */
    private final ValueState<Map<String, double[]>> formerArrays;

    private final long memoryMillis;
    private final DeadLetterMetrics deadLetters;

    /** @param key index into {@link Pipeline#keyFields()} */
    RememberedKey(Pipeline pipeline, int key, String eventsTopic, RuntimeContext context) {
        this.key = key;
        this.eventsTopic = eventsTopic;
        extractor = new FeatureExtractor(pipeline);
        history = new KeyHistory(pipeline, key);
        deadLetters = new DeadLetterMetrics(context.getMetricGroup());
        memories = context.getState(new ValueStateDescriptor<>("memory", new KeyMemorySerializer(history.layout())));
        formerArrays = context.getState(new ValueStateDescriptor<>(
                "history", Types.MAP(Types.STRING, PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO)));
        memoryMillis = memory(pipeline).toMillis();
    }

    /**
     * Fills the event's columns of this key, then remembers the event.
     *
     * @param timers of the current key; who fires them calls {@link #forget}
     */
    void extract(EventInFlight event, TimerService timers, Consumer<EventInFlight> out, Consumer<DeadLetter> refused)
            throws Exception {
        KeyMemory memory;
        try {
            // Only this: a state backend that fails is the job's trouble, not the event's.
            KeyMemory remembered = remembered();
            memory = remembered == null ? history.layout().empty() : remembered;
        } catch (UnreadableMemoryException e) {
            refused.accept(letter(event, e, timers));
            return;
        }
        try {
            extractor.addHistory(key, event.event(), history, memory, event.row());
        } catch (RuntimeException e) {
            refused.accept(letter(event, e, timers));
            return;
        }
        hear(memory, timers);
        memories.update(memory);
        out.accept(event);
    }

    private DeadLetter letter(EventInFlight event, Exception failure, TimerService timers) {
        deadLetters.count(DeadLetterReason.INTERNAL);
        return DeadLetters.of(event, eventsTopic, Stage.FEATURES, failure, timers.currentProcessingTime());
    }

    /** Null where nothing is: an event of a key that is known allocates nothing. */
    private KeyMemory remembered() throws Exception {
        KeyMemory memory = memories.value();
        return memory == null ? fromBefore() : history.layout().fit(memory);
    }

    private KeyMemory fromBefore() throws Exception {
        Map<String, double[]> arrays = formerArrays.value();
        if (arrays == null) {
            return null;
        }
        // Whether they can be read or not: one that cannot would refuse every further event of its key.
        formerArrays.clear();
        KeyMemory memory;
        try {
            memory = history.layout().ofArrays(arrays);
        } catch (IllegalArgumentException e) {
            throw new UnreadableMemoryException(e);
        }
        memories.update(memory);
        return memory;
    }

    /** What a savepoint from before holds of a key is not what it should be; the key starts anew. */
    private static final class UnreadableMemoryException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableMemoryException(IllegalArgumentException cause) {
            super("The key's history in the savepoint cannot be read: " + cause.getMessage(), cause);
        }
    }

    private void hear(KeyMemory memory, TimerService timers) {
        long now = timers.currentProcessingTime();
        if (Double.isNaN(memory.heard())) {
            timers.registerProcessingTimeTimer(now + memoryMillis);
        }
        memory.hear(now);
    }

    /** Forgets the current key if it has been silent for long; looks again later otherwise. */
    void forget(TimerService timers) throws Exception {
        KeyMemory memory = rememberedOrNull();
        if (memory == null) {
            return;
        }
        long due = (long) memory.heard() + memoryMillis;
        if (due <= timers.currentProcessingTime()) {
            memories.clear();
        } else {
            timers.registerProcessingTimeTimer(due);
        }
    }

    /** Remembers that one of the key's events was confirmed; nothing where nothing is remembered of the key. */
    void confirm(long eventTimeMillis) throws Exception {
        KeyMemory memory = rememberedOrNull();
        if (memory != null) {
            history.confirm(memory, eventTimeMillis);
            memories.update(memory);
        }
    }

    /** For what is not an event, and so cannot become a dead letter. */
    private KeyMemory rememberedOrNull() throws Exception {
        try {
            return remembered();
        } catch (UnreadableMemoryException e) {
            LOG.warn("A key starts anew.", e);
            return null;
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
