package dev.riffle.jobs;

import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.ScoreSmoothing;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.PartitionWatermarks;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.flow.ScorerInput;
import dev.riffle.jobs.flow.ScorerInputType;
import dev.riffle.jobs.operators.DeadLetters;
import dev.riffle.jobs.operators.DecodeControl;
import dev.riffle.jobs.operators.DecodeEvents;
import dev.riffle.jobs.operators.DecodeSteered;
import dev.riffle.jobs.operators.DecodeVerdicts;
import dev.riffle.jobs.operators.EnterScorer;
import dev.riffle.jobs.operators.ExtractHistory;
import dev.riffle.jobs.operators.ExtractJudgedHistory;
import dev.riffle.jobs.operators.ScoringSettings;
import dev.riffle.jobs.operators.SmoothedKey;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.codec.RecordFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.MultipleConnectedStreams;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.transformations.AbstractMultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.KeyedMultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;

/**
 * What is done to events before they are scored: decoded, given event time, and by each key in turn the history of that
 * key. One task up to the first key, then one for each key; the last key's ends in the scorer.
 */
final class EventPreparation {
    /** An events partition that is silent this long no longer holds back the watermark. */
    private static final Duration IDLENESS = Duration.ofSeconds(5);

    private final ScoringSettings settings;
    private final RecordFormat eventFormat;
    private final Pipeline pipeline;

    EventPreparation(ScoringSettings settings, RecordFormat eventFormat, Pipeline pipeline) {
        this.settings = settings;
        this.eventFormat = eventFormat;
        this.pipeline = pipeline;
    }

    /**
     * Everything that the scorers' chain needs.
     *
     * @param inputs prepared events, and what steers the scorers; keyed where scores are smoothed
     * @param deadLetters of what could not be prepared
     */
    record Prepared(DataStream<ScorerInput> inputs, DataStream<DeadLetter> deadLetters) {}

    /** True if events cross to no other task: no history is kept and no score smoothed by a key. */
    boolean isDecodingAlone() {
        return pipeline.historyKeys().isEmpty() && pipeline.smoothing().isEmpty();
    }

    /**
     * Lays out a preparation that is {@linkplain #isDecodingAlone decoding alone}: source, scorer and sinks are one task.
     *
     * @param steered bursts of events, and between them what steers the scorers
     * @param steering what the records that steer are, by topic
     */
    Prepared of(DataStream<RawRecord[]> steered, Map<String, DecodeControl.Kind> steering) {
        SingleOutputStreamOperator<ScorerInput> decoded = steered.process(
                        new DecodeSteered(settings.pipeline(), eventFormat, settings.budgetBy(), steering),
                        new ScorerInputType())
                .name("decode")
                .uid("decode")
                .setBufferTimeout(ScoringTopology.IN_THE_BACKGROUND);
        return new Prepared(
                decoded.assignTimestampsAndWatermarks(watermarks())
                        .name("watermarks")
                        .uid("watermarks"),
                decoded.getSideOutput(DeadLetters.TAG));
    }

    /**
     * Lays out a preparation of more than that.
     *
     * @param judged analysts' verdicts, for pipelines that look at them
     * @param control what steers the scorers
     */
    Prepared of(DataStream<RawRecord> events, DataStream<RawRecord> judged, DataStream<ControlMessage> control) {
        Prepared prepared = prepared(events, judged, control);
        // The scorer's state by key is that of the events, which come by it already.
        return pipeline.smoothing()
                .map(smoothing -> new Prepared(
                        DataStreamUtils.reinterpretAsKeyedStream(
                                prepared.inputs(), new SmoothedKey(smoothing.key()), Types.STRING),
                        prepared.deadLetters()))
                .orElse(prepared);
    }

    /** The keys that history is kept by, the one that scores are smoothed by last: its task is the scorer's. */
    private List<Integer> historyKeys() {
        int last = pipeline.smoothing().map(ScoreSmoothing::key).orElse(Integer.MAX_VALUE);
        List<Integer> keys = new ArrayList<>(pipeline.historyKeys());
        keys.sort(Comparator.comparing(key -> key == last));
        return keys;
    }

    private Prepared prepared(
            DataStream<RawRecord> events, DataStream<RawRecord> judged, DataStream<ControlMessage> control) {
        SingleOutputStreamOperator<EventInFlight> decoded = events.process(
                        new DecodeEvents(settings.pipeline(), eventFormat, settings.budgetBy()))
                .name("decode")
                .uid("decode");
        DataStream<DeadLetter> deadLetters = decoded.getSideOutput(DeadLetters.TAG);
        DataStream<EventInFlight> extracted = decoded.assignTimestampsAndWatermarks(this.<EventInFlight>watermarks())
                .name("watermarks")
                .uid("watermarks");
        Optional<DataStream<AnalystVerdict>> verdicts =
                pipeline.usesVerdicts() ? Optional.of(verdicts(judged)) : Optional.empty();
        // Where scores are smoothed by a key without history, events have to travel once more.
        Optional<Integer> unseen = pipeline.smoothing().map(ScoreSmoothing::key).filter(key -> !pipeline.historyKeys()
                .contains(key));
        for (Iterator<Integer> keys = historyKeys().iterator(); keys.hasNext(); ) {
            int key = keys.next();
            String name = "history-" + pipeline.keyFields().get(key);
            KeyedStream<EventInFlight, String> byKey =
                    extracted.keyBy(event -> event.event().keys()[key], Types.STRING);
            if (!keys.hasNext() && verdicts.isEmpty() && unseen.isEmpty()) {
                SingleOutputStreamOperator<ScorerInput> entered = entering(
                        name,
                        EnterScorer.remembering(settings.pipeline(), key, settings.eventsTopic()),
                        byKey,
                        control);
                return new Prepared(entered, deadLetters.union(entered.getSideOutput(DeadLetters.TAG)));
            }
            SingleOutputStreamOperator<EventInFlight> withHistory = (verdicts.isPresent()
                            ? byKey.connect(verdicts.get()
                                            .keyBy(verdict -> verdict.getKeys().get(key), Types.STRING))
                                    .process(new ExtractJudgedHistory(settings.pipeline(), key, settings.eventsTopic()))
                            : byKey.process(new ExtractHistory(settings.pipeline(), key, settings.eventsTopic())))
                    .name(name)
                    .uid(name);
            deadLetters = deadLetters.union(withHistory.getSideOutput(DeadLetters.TAG));
            extracted = withHistory;
        }
        DataStream<EventInFlight> complete = extracted;
        DataStream<EventInFlight> arranged = unseen.<DataStream<EventInFlight>>map(
                        key -> complete.keyBy(event -> event.event().keys()[key], Types.STRING))
                .orElse(complete);
        return new Prepared(entering("enter-score", EnterScorer.prepared(), arranged, control), deadLetters);
    }

    /** By hand: Flink's streams connect a keyed one with one for everybody only for functions with broadcast state. */
    private static SingleOutputStreamOperator<ScorerInput> entering(
            String name, EnterScorer.Factory<?> factory, DataStream<?> events, DataStream<ControlMessage> control) {
        StreamExecutionEnvironment environment = events.getExecutionEnvironment();
        ScorerInputType type = new ScorerInputType();
        int parallelism = environment.getParallelism();
        Transformation<?> steering = control.broadcast().getTransformation();
        AbstractMultipleInputTransformation<ScorerInput> enter = events instanceof KeyedStream<?, ?> keyed
                ? new KeyedMultipleInputTransformation<>(name, factory, type, parallelism, false, keyed.getKeyType())
                        .addInput(events.getTransformation(), keyed.getKeySelector())
                        .addInput(steering, null)
                : new MultipleInputTransformation<>(name, factory, type, parallelism, false)
                        .addInput(events.getTransformation())
                        .addInput(steering);
        enter.setChainingStrategy(ChainingStrategy.HEAD);
        environment.addOperator(enter);
        return new MultipleConnectedStreams(environment).transform(enter).uid(name);
    }

    private <T extends ScorerInput> WatermarkStrategy<T> watermarks() {
        Duration outOfOrderness = pipeline.outOfOrderness();
        return WatermarkStrategy.<T>forGenerator(
                        context -> new PartitionWatermarks<>(outOfOrderness, IDLENESS, context.getInputActivityClock()))
                .withTimestampAssigner((input, ignored) ->
                        input instanceof EventInFlight event ? event.event().timeMillis() : Long.MIN_VALUE);
    }

    private DataStream<AnalystVerdict> verdicts(DataStream<RawRecord> judged) {
        return judged.process(new DecodeVerdicts(pipeline.keyFields().size()), new AvroTypeInfo<>(AnalystVerdict.class))
                .name("decode-verdicts-of-keys")
                .uid("decode-verdicts-of-keys")
                .setParallelism(1)
                // Event time is the events' alone: what has none must not hold the watermark back.
                .assignTimestampsAndWatermarks(WatermarkStrategy.forGenerator(context -> new NoTime()))
                .name("verdicts-time")
                .uid("verdicts-time");
    }

    /** Says that nothing is to be waited for. */
    private static final class NoTime implements WatermarkGenerator<AnalystVerdict> {
        @Override
        public void onEvent(AnalystVerdict event, long timestamp, WatermarkOutput output) {}

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.emitWatermark(Watermark.MAX_WATERMARK);
        }
    }
}
