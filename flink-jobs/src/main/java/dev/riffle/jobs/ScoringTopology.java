package dev.riffle.jobs;

import dev.riffle.detector.clustering.OnlineKMeans;
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
import dev.riffle.jobs.operators.DecodeVerdicts;
import dev.riffle.jobs.operators.EnterScorer;
import dev.riffle.jobs.operators.ExtractHistory;
import dev.riffle.jobs.operators.ExtractJudgedHistory;
import dev.riffle.jobs.operators.MergeClusters;
import dev.riffle.jobs.operators.RequestTrainings;
import dev.riffle.jobs.operators.ScoreEvents;
import dev.riffle.jobs.operators.ScoringSettings;
import dev.riffle.jobs.operators.SmoothedKey;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.TrainingRequest;
import dev.riffle.schemas.codec.RecordFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
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
 * The whole flow of the scoring job:
 *
 * <pre>{@code
 * events -> decode -> history, key by key -> score -> assignments, anomalies, features, cluster events
 *             |              |                 |  \-> statistics -> merge -> clusters --.
 *             v              v                 v         ^                              |
 *        dead letters   dead letters     dead letters    |                              |
 *                                              ^         |                              |
 *                     models ---- broadcast ---+---------'                              |
 *                     clusters -- broadcast ---+  <----------------- through Kafka -----'
 *                     verdicts -- broadcast ---'
 *
 * score -> drift -> request trainings -> training requests, cluster events
 * }</pre>
 *
 * Where the pipeline looks at analysts' verdicts, those of a key go into its history as well. Every operator has a uid for
 * good: a savepoint finds its state by it.
 */
public final class ScoringTopology {
    /** An events partition that is silent this long no longer holds back the watermark. */
    private static final Duration IDLENESS = Duration.ofSeconds(5);

    /** Every scorer sees the same drift; and a training takes a while. */
    private static final Duration LEAST_BETWEEN_REQUESTS = Duration.ofMinutes(1);

    private final ScoringSettings settings;
    private final RecordFormat eventFormat;

    public ScoringTopology(ScoringSettings settings, RecordFormat eventFormat) {
        this.settings = settings;
        this.eventFormat = eventFormat;
    }

    /** Where records come from. */
    public record Sources(
            Source<RawRecord, ?, ?> events,
            Source<RawRecord, ?, ?> models,
            Source<RawRecord, ?, ?> clusters,
            Source<RawRecord, ?, ?> verdicts) {}

    /** Where records go. What goes to {@code clusters} has to come back from {@link Sources#clusters}. */
    public record Sinks(
            Sink<Assignment> assignments,
            Sink<Assignment> anomalies,
            Sink<FeatureRecord> features,
            Sink<DeadLetter> deadLetters,
            Sink<ClusterSnapshot> clusters,
            Sink<ClusterEvent> clusterEvents,
            Sink<TrainingRequest> trainingRequests) {}

    /** Lays the flow out in the environment; executing it is the caller's. */
    public void build(StreamExecutionEnvironment environment, Sources sources, Sinks sinks) {
        Pipeline pipeline = settings.pipeline().parse();

        DataStream<RawRecord> judged =
                read(environment, sources.verdicts(), "verdicts").setParallelism(1);
        DataStream<ControlMessage> control = control(environment, sources, judged);
        DataStream<RawRecord> events = read(environment, sources.events(), "events");
        Prepared prepared = prepare(events, judged, control, pipeline);

        SingleOutputStreamOperator<Assignment> assignments = scorerInputs(prepared, pipeline)
                .transform("score", new AvroTypeInfo<>(Assignment.class), new ScoreEvents(settings))
                .uid("score");
        DataStream<DeadLetter> deadLetters = prepared.deadLetters().union(assignments.getSideOutput(DeadLetters.TAG));

        DataStream<ClusterStatistics> statistics = assignments.getSideOutput(ScoreEvents.STATISTICS);
        SingleOutputStreamOperator<ClusterSnapshot> clusters = statistics
                .keyBy(ClusterStatistics::getModelVersion, Types.LONG)
                .connect(control.broadcast(MergeClusters.RELEASES, MergeClusters.PUBLISHED))
                .process(new MergeClusters(
                        settings.pipeline(),
                        OnlineKMeans.DEFAULT_HALF_LIFE,
                        Duration.ofMillis(settings.clusterPatienceMillis()),
                        settings.flushIntervalMillis()))
                .name("merge")
                .uid("merge")
                .setParallelism(1);

        SingleOutputStreamOperator<TrainingRequest> requests = assignments
                .getSideOutput(ScoreEvents.DRIFTS)
                .process(new RequestTrainings(LEAST_BETWEEN_REQUESTS), new AvroTypeInfo<>(TrainingRequest.class))
                .name("request-trainings")
                .uid("request-trainings")
                .setParallelism(1);
        DataStream<ClusterEvent> clusterEvents = assignments
                .getSideOutput(ScoreEvents.CLUSTER_EVENTS)
                .union(
                        requests.getSideOutput(RequestTrainings.CLUSTER_EVENTS),
                        clusters.getSideOutput(MergeClusters.CLUSTER_EVENTS));

        write(assignments, sinks.assignments(), "assignments");
        write(assignments.getSideOutput(ScoreEvents.ANOMALIES), sinks.anomalies(), "anomalies");
        write(assignments.getSideOutput(ScoreEvents.FEATURES), sinks.features(), "features");
        write(deadLetters, sinks.deadLetters(), "dead-letters");
        write(clusterEvents, sinks.clusterEvents(), "cluster-events");
        write(requests, sinks.trainingRequests(), "training-requests");
        clusters.sinkTo(sinks.clusters()).name("clusters").uid("clusters-sink").setParallelism(1);
    }

    /**
     * Everything that the scorers' chain needs.
     *
     * @param inputs prepared events, and what steers the scorers
     * @param deadLetters of what could not be prepared
     */
    private record Prepared(DataStream<ScorerInput> inputs, DataStream<DeadLetter> deadLetters) {}

    /** Keyed where scores are smoothed: the scorer's state by key is that of the events, which come by it already. */
    private static DataStream<ScorerInput> scorerInputs(Prepared prepared, Pipeline pipeline) {
        return pipeline.smoothing()
                .<DataStream<ScorerInput>>map(smoothing -> DataStreamUtils.reinterpretAsKeyedStream(
                        prepared.inputs(), new SmoothedKey(smoothing.key()), Types.STRING))
                .orElse(prepared.inputs());
    }

    /** The keys that history is kept by, the one that scores are smoothed by last: its task is the scorer's. */
    private static List<Integer> historyKeys(Pipeline pipeline) {
        int last = pipeline.smoothing().map(ScoreSmoothing::key).orElse(Integer.MAX_VALUE);
        List<Integer> keys = new ArrayList<>(pipeline.historyKeys());
        keys.sort(Comparator.comparing(key -> key == last));
        return keys;
    }

    /** One task up to the first key, then one for each key; the last key's ends in the scorer. */
    private Prepared prepare(
            DataStream<RawRecord> events,
            DataStream<RawRecord> judged,
            DataStream<ControlMessage> control,
            Pipeline pipeline) {
        SingleOutputStreamOperator<EventInFlight> decoded = events.process(
                        new DecodeEvents(settings.pipeline(), eventFormat, settings.budgetBy()))
                .name("decode")
                .uid("decode");
        DataStream<DeadLetter> deadLetters = decoded.getSideOutput(DeadLetters.TAG);
        DataStream<EventInFlight> extracted = decoded.assignTimestampsAndWatermarks(
                        watermarks(pipeline.outOfOrderness()))
                .name("watermarks")
                .uid("watermarks");
        Optional<DataStream<AnalystVerdict>> verdicts =
                pipeline.usesVerdicts() ? Optional.of(verdicts(judged, pipeline)) : Optional.empty();
        // Where scores are smoothed by a key without history, events have to travel once more.
        Optional<Integer> unseen = pipeline.smoothing().map(ScoreSmoothing::key).filter(key -> !pipeline.historyKeys()
                .contains(key));
        for (Iterator<Integer> keys = historyKeys(pipeline).iterator(); keys.hasNext(); ) {
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

    private static WatermarkStrategy<EventInFlight> watermarks(Duration outOfOrderness) {
        return WatermarkStrategy.<EventInFlight>forGenerator(
                        context -> new PartitionWatermarks(outOfOrderness, IDLENESS, context.getInputActivityClock()))
                .withTimestampAssigner((event, ignored) -> event.event().timeMillis());
    }

    private static DataStream<AnalystVerdict> verdicts(DataStream<RawRecord> judged, Pipeline pipeline) {
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

    private static DataStream<ControlMessage> control(
            StreamExecutionEnvironment environment, Sources sources, DataStream<RawRecord> judged) {
        TypeInformation<ControlMessage> type = TypeInformation.of(ControlMessage.class);
        DataStream<ControlMessage> models = read(environment, sources.models(), "models")
                .setParallelism(1)
                .process(new DecodeControl(DecodeControl.Kind.MODELS), type)
                .name("decode-models")
                .uid("decode-models")
                .setParallelism(1);
        DataStream<ControlMessage> clusters = read(environment, sources.clusters(), "clusters")
                .setParallelism(1)
                .process(new DecodeControl(DecodeControl.Kind.CLUSTERS), type)
                .name("decode-clusters")
                .uid("decode-clusters")
                .setParallelism(1);
        DataStream<ControlMessage> verdicts = judged.process(new DecodeControl(DecodeControl.Kind.VERDICTS), type)
                .name("decode-verdicts")
                .uid("decode-verdicts")
                .setParallelism(1);
        return models.union(clusters, verdicts);
    }

    private static SingleOutputStreamOperator<RawRecord> read(
            StreamExecutionEnvironment environment, Source<RawRecord, ?, ?> source, String name) {
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), name, TypeInformation.of(RawRecord.class))
                .uid(name + "-source");
    }

    private static <T> void write(DataStream<T> stream, Sink<T> sink, String name) {
        stream.sinkTo(sink).name(name).uid(name + "-sink");
    }
}
