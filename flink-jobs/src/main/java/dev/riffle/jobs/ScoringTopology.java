package dev.riffle.jobs;

import dev.riffle.detector.clustering.OnlineKMeans;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.operators.DeadLetters;
import dev.riffle.jobs.operators.DecodeControl;
import dev.riffle.jobs.operators.MergeClusters;
import dev.riffle.jobs.operators.RequestTrainings;
import dev.riffle.jobs.operators.ScoreEvents;
import dev.riffle.jobs.operators.ScoringSettings;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.TrainingRequest;
import dev.riffle.schemas.codec.RecordFormat;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

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
 * Where no history is kept, events and what steers their scorers come from one source, and all from there to the sinks is
 * one task. Where the pipeline looks at analysts' verdicts, those of a key go into its history as well. Every operator has a uid for
 * good: a savepoint finds its state by it.
 */
public final class ScoringTopology {
    /** Every scorer sees the same drift; and a training takes a while. */
    private static final Duration LEAST_BETWEEN_REQUESTS = Duration.ofMinutes(1);

    /**
     * Milliseconds that records wait at most for a network buffer to fill where no answer waits for them. A thread per
     * connection wakes up that often, which at the pace of the events' own connections costs a twentieth of a processor.
     */
    static final long IN_THE_BACKGROUND = 10;

    private final ScoringSettings settings;
    private final RecordFormat eventFormat;

    public ScoringTopology(ScoringSettings settings, RecordFormat eventFormat) {
        this.settings = settings;
        this.eventFormat = eventFormat;
    }

    /**
     * Where records come from.
     *
     * @param steered the events again, with models, clusters and verdicts between them, of which every subtask reads all;
     *     takes the place of {@code events} where a scorer can be chained to its source
     */
    public record Sources(
            Source<RawRecord, ?, ?> events,
            Source<RawRecord, ?, ?> models,
            Source<RawRecord, ?, ?> clusters,
            Source<RawRecord, ?, ?> verdicts,
            Steered steered) {}

    /**
     * Events with what steers their scorers, in bursts.
     *
     * @param kinds what the records that steer are, by topic
     */
    public record Steered(Source<RawRecord[], ?, ?> source, Map<String, DecodeControl.Kind> kinds) {}

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
        EventPreparation preparation = new EventPreparation(settings, eventFormat, pipeline);
        EventPreparation.Prepared prepared = preparation.isDecodingAlone()
                ? preparation.of(
                        read(
                                environment,
                                sources.steered().source(),
                                "events",
                                Types.OBJECT_ARRAY(TypeInformation.of(RawRecord.class))),
                        sources.steered().kinds())
                : preparation.of(read(environment, sources.events(), "events"), judged, control);

        SingleOutputStreamOperator<Assignment> assignments = prepared.inputs()
                .transform("score", new AvroTypeInfo<>(Assignment.class), new ScoreEvents(settings))
                .uid("score")
                .setBufferTimeout(IN_THE_BACKGROUND);
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
                .setParallelism(1)
                .setBufferTimeout(IN_THE_BACKGROUND);

        SingleOutputStreamOperator<TrainingRequest> requests = assignments
                .getSideOutput(ScoreEvents.DRIFTS)
                .process(new RequestTrainings(LEAST_BETWEEN_REQUESTS), new AvroTypeInfo<>(TrainingRequest.class))
                .name("request-trainings")
                .uid("request-trainings")
                .setParallelism(1)
                .setBufferTimeout(IN_THE_BACKGROUND);
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

    private static DataStream<ControlMessage> control(
            StreamExecutionEnvironment environment, Sources sources, DataStream<RawRecord> judged) {
        TypeInformation<ControlMessage> type = TypeInformation.of(ControlMessage.class);
        DataStream<ControlMessage> models = read(environment, sources.models(), "models")
                .setParallelism(1)
                .process(new DecodeControl(DecodeControl.Kind.MODELS), type)
                .name("decode-models")
                .uid("decode-models")
                .setParallelism(1)
                .setBufferTimeout(IN_THE_BACKGROUND);
        DataStream<ControlMessage> clusters = read(environment, sources.clusters(), "clusters")
                .setParallelism(1)
                .process(new DecodeControl(DecodeControl.Kind.CLUSTERS), type)
                .name("decode-clusters")
                .uid("decode-clusters")
                .setParallelism(1)
                .setBufferTimeout(IN_THE_BACKGROUND);
        DataStream<ControlMessage> verdicts = judged.process(new DecodeControl(DecodeControl.Kind.VERDICTS), type)
                .name("decode-verdicts")
                .uid("decode-verdicts")
                .setParallelism(1)
                .setBufferTimeout(IN_THE_BACKGROUND);
        return models.union(clusters, verdicts);
    }

    private static SingleOutputStreamOperator<RawRecord> read(
            StreamExecutionEnvironment environment, Source<RawRecord, ?, ?> source, String name) {
        return read(environment, source, name, TypeInformation.of(RawRecord.class));
    }

    private static <T> SingleOutputStreamOperator<T> read(
            StreamExecutionEnvironment environment, Source<T, ?, ?> source, String name, TypeInformation<T> type) {
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), name, type)
                .uid(name + "-source");
    }

    private static <T> void write(DataStream<T> stream, Sink<T> sink, String name) {
        stream.sinkTo(sink).name(name).uid(name + "-sink");
    }
}
