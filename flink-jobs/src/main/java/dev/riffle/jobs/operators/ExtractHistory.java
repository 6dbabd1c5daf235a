package dev.riffle.jobs.operators;

import dev.riffle.detector.pipeline.Feature;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.KeyHistory;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.metrics.DeadLetterMetrics;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.Stage;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Fills the history columns of one key (one customer, one terminal) and remembers the event for the next ones. State
 * holds the windows of the pipeline by signature, so that a changed pipeline keeps the windows that stayed. Every event
 * reads and writes all windows of its key: they are one value, not a map state, whose entries each expire on their own.
 *
 * <p>Keys that nothing was heard of for twice the longest window (two days at least) go away, by the machine's clock.
 */
public final class ExtractHistory extends KeyedProcessFunction<String, EventInFlight, EventInFlight> {
    private static final long serialVersionUID = 1L;

    /** Statistics without a window (time since the last event) are worth that much memory too. */
    private static final Duration SHORTEST_MEMORY = Duration.ofDays(1);

    private final PipelineText definition;
    private final int key;
    private final String eventsTopic;

    private transient FeatureExtractor extractor;
    private transient KeyHistory history;
    private transient ValueState<Map<String, double[]>> windows;
    private transient DeadLetterMetrics deadLetters;

    /**
     * @param key index into {@link Pipeline#keyFields()}
     * @param eventsTopic where the events come from, for dead letters
     */
    public ExtractHistory(PipelineText definition, int key, String eventsTopic) {
        this.definition = definition;
        this.key = key;
        this.eventsTopic = eventsTopic;
    }

    @Override
    public void open(OpenContext context) {
        Pipeline pipeline = definition.parse();
        extractor = new FeatureExtractor(pipeline);
        history = new KeyHistory(pipeline, key);
        deadLetters = new DeadLetterMetrics(getRuntimeContext().getMetricGroup());

        ValueStateDescriptor<Map<String, double[]>> descriptor = new ValueStateDescriptor<>(
                "history", Types.MAP(Types.STRING, PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive(pipeline))
                .updateTtlOnCreateAndWrite()
                .cleanupIncrementally(4, false)
                .build());
        windows = getRuntimeContext().getState(descriptor);
    }

    @Override
    public void processElement(EventInFlight event, Context context, Collector<EventInFlight> out) throws Exception {
        Map<String, double[]> remembered = windows.value();
        Map<String, double[]> updated;
        try {
            history.restore(remembered == null ? Map.of() : remembered);
            extractor.addHistory(key, event.event(), history, event.row());
            updated = history.snapshot();
        } catch (RuntimeException e) {
            context.output(
                    DeadLetters.TAG,
                    DeadLetters.of(
                            event,
                            eventsTopic,
                            Stage.FEATURES,
                            e,
                            context.timerService().currentProcessingTime()));
            deadLetters.count(DeadLetterReason.INTERNAL);
            return;
        }
        windows.update(updated);
        out.collect(event);
    }

    private static Duration timeToLive(Pipeline pipeline) {
        Duration longest = pipeline.features().stream()
                .filter(Feature.History.class::isInstance)
                .map(feature -> ((Feature.History) feature).window())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(SHORTEST_MEMORY);
        return (longest.compareTo(SHORTEST_MEMORY) < 0 ? SHORTEST_MEMORY : longest).multipliedBy(2);
    }
}
