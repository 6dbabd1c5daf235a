package dev.riffle.jobs.operators;

import dev.riffle.detector.bundle.ClusterIds;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterLife;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LearningStatistics;
import dev.riffle.detector.clustering.OnlineKMeans;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.metrics.JobMetrics;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.ReleaseRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the centroids: the one place per model where the scorers' statistics come together. Keyed by model version.
 *
 * <p>Every merge gives the centroids a new version, the larger of the last version plus one and the clock, so that
 * versions grow even where a restart has forgotten the last ones (a hybrid logical clock). They are published once per
 * interval at most. Publishing is at-least-once: scorers pass over what is not newer.
 *
 * <p>It is also where clusters are born of what scorers found to be a group, and die ({@link ClusterLife}), and where
 * that is told.
 *
 * <p>Centroids start from the bundle, or from what the clusters topic still holds of the same model.
 */
public final class MergeClusters
        extends KeyedBroadcastProcessFunction<Long, ClusterStatistics, ControlMessage, ClusterSnapshot> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(MergeClusters.class);

    /** Releases by model version: the newest two that fit the job. */
    public static final MapStateDescriptor<Long, ModelRelease> RELEASES =
            new MapStateDescriptor<>("releases", Types.LONG, new AvroTypeInfo<>(ModelRelease.class));
    /** Newest published centroids by model version. */
    public static final MapStateDescriptor<Long, ClusterSnapshot> PUBLISHED =
            new MapStateDescriptor<>("published", Types.LONG, new AvroTypeInfo<>(ClusterSnapshot.class));

    /** Clusters born and died, and groups that unusual events make. */
    public static final OutputTag<ClusterEvent> CLUSTER_EVENTS =
            new OutputTag<>("merged-cluster-events", new AvroTypeInfo<>(ClusterEvent.class));

    /** Models whose centroids are kept: the newest and, for statistics that are still under way, the one before. */
    private static final int KEPT_MODELS = 2;

    private static final ValueStateDescriptor<ClusterSnapshot> CENTROIDS =
            new ValueStateDescriptor<>("centroids", new AvroTypeInfo<>(ClusterSnapshot.class));
    private static final ValueStateDescriptor<Long> PUBLISH_TIME =
            new ValueStateDescriptor<>("publish-time", Types.LONG);

    private final PipelineText definition;
    private final double halfLife;
    private final Duration clusterPatience;
    private final long publishIntervalMillis;

    private transient ReleaseGate gate;
    private transient OnlineKMeans kMeans;
    private transient Map<Long, ModelBundle> bundles;
    private transient ValueState<ClusterSnapshot> centroids;
    private transient ValueState<Long> publishTime;
    private transient Counter merged;
    private transient Counter passedOver;

    /**
     * @param halfLife events after which a centroid's old mass counts half, above 0
     * @param clusterPatience event time without an event after which a cluster without mass dies, above 0
     * @param publishIntervalMillis shortest time between two versions of the centroids on the topic, above 0
     */
    public MergeClusters(
            PipelineText definition, double halfLife, Duration clusterPatience, long publishIntervalMillis) {
        this.definition = definition;
        this.halfLife = halfLife;
        this.clusterPatience = clusterPatience;
        this.publishIntervalMillis = publishIntervalMillis;
    }

    @Override
    public void open(OpenContext context) {
        gate = new ReleaseGate(definition.parse().fingerprint());
        kMeans = new OnlineKMeans(halfLife);
        bundles = new HashMap<>();
        centroids = getRuntimeContext().getState(CENTROIDS);
        publishTime = getRuntimeContext().getState(PUBLISH_TIME);
        merged = getRuntimeContext().getMetricGroup().counter(JobMetrics.STATISTICS_MERGED);
        passedOver = getRuntimeContext().getMetricGroup().counter(JobMetrics.STATISTICS_PASSED_OVER);
    }

    @Override
    public void processElement(ClusterStatistics statistics, ReadOnlyContext context, Collector<ClusterSnapshot> out)
            throws Exception {
        ClusterState current = current(context);
        if (current == null || statistics.getClustersVersion() > current.version()) {
            // Scorers know centroids that have not come here yet; the sums say nothing without them.
            passedOver.inc();
            return;
        }
        long now = context.currentProcessingTime();
        ClusterLife.Outcome outcome;
        try {
            LearningStatistics learned = ClusterRecords.learned(statistics, current);
            outcome = ClusterIds.life(bundles.get(current.modelVersion()), clusterPatience)
                    .after(
                            kMeans.merge(current, List.of(learned), Math.max(current.version() + 1, now)),
                            learned.founded());
        } catch (IllegalArgumentException e) {
            LOG.warn("Statistics of model {} are passed over: {}", statistics.getModelVersion(), e.getMessage());
            passedOver.inc();
            return;
        }
        merged.inc();
        ClusterState next = outcome.clusters();
        for (ClusterLife.Event event : outcome.events()) {
            Announcements.life(event, next, now).ifPresent(told -> context.output(CLUSTER_EVENTS, told));
        }
        centroids.update(ClusterRecords.snapshot(next, now));
        if (publishTime.value() == null) {
            publishTime.update(now + publishIntervalMillis);
            context.timerService().registerProcessingTimeTimer(now + publishIntervalMillis);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ClusterSnapshot> out) throws Exception {
        publishTime.clear();
        ClusterSnapshot snapshot = centroids.value();
        if (snapshot != null) {
            out.collect(snapshot);
        }
    }

    @Override
    public void processBroadcastElement(ControlMessage message, Context context, Collector<ClusterSnapshot> out)
            throws Exception {
        if (message.clusters() != null) {
            remember(message.clusters(), context.getBroadcastState(PUBLISHED));
        } else if (message.release() != null
                && message.release().getRole() == ReleaseRole.CHAMPION
                && remember(message.release(), context.getBroadcastState(RELEASES))) {
            long oldestKept = forget(context);
            context.applyToKeyedState(CENTROIDS, (model, state) -> {
                if (model < oldestKept) {
                    state.clear();
                }
            });
        }
    }

    /** The newest centroids of the current key's model; null if nothing is known of it. */
    private ClusterState current(ReadOnlyContext context) throws Exception {
        long modelVersion = context.getCurrentKey();
        ModelBundle bundle = bundle(modelVersion, context.getBroadcastState(RELEASES));
        if (bundle == null) {
            return null;
        }
        ClusterSnapshot own = centroids.value();
        ClusterSnapshot published = context.getBroadcastState(PUBLISHED).get(modelVersion);
        if (published != null && (own == null || published.getClustersVersion() > own.getClustersVersion())) {
            own = published;
        }
        return own == null ? bundle.clusters() : ClusterRecords.state(own, bundle.clusters());
    }

    private ModelBundle bundle(long modelVersion, ReadOnlyBroadcastState<Long, ModelRelease> releases)
            throws Exception {
        ModelBundle bundle = bundles.get(modelVersion);
        if (bundle == null && releases.contains(modelVersion)) {
            try {
                bundle = gate.open(releases.get(modelVersion));
                bundles.put(modelVersion, bundle);
            } catch (RefusedReleaseException e) {
                LOG.warn("Model {} of the restored state is refused: {}", modelVersion, e.getMessage());
            }
        }
        return bundle;
    }

    private boolean remember(ModelRelease release, BroadcastState<Long, ModelRelease> releases) throws Exception {
        if (releases.contains(release.getModelVersion())) {
            return false;
        }
        try {
            bundles.put(release.getModelVersion(), gate.open(release));
        } catch (RefusedReleaseException e) {
            // The scorers refuse it for the same reason, and tell.
            LOG.debug("Model {} is refused: {}", release.getModelVersion(), e.getMessage());
            return false;
        }
        releases.put(release.getModelVersion(), release);
        return true;
    }

    private static void remember(ClusterSnapshot snapshot, BroadcastState<Long, ClusterSnapshot> published)
            throws Exception {
        ClusterSnapshot known = published.get(snapshot.getModelVersion());
        if (known == null || known.getClustersVersion() < snapshot.getClustersVersion()) {
            published.put(snapshot.getModelVersion(), snapshot);
        }
    }

    /** Forgets all but the newest models; returns the oldest version that is kept. */
    private long forget(Context context) throws Exception {
        BroadcastState<Long, ModelRelease> releases = context.getBroadcastState(RELEASES);
        BroadcastState<Long, ClusterSnapshot> published = context.getBroadcastState(PUBLISHED);
        List<Long> versions = versions(releases);
        versions.sort(null);
        long oldestKept = versions.get(Math.max(0, versions.size() - KEPT_MODELS));
        for (long version : versions) {
            if (version < oldestKept) {
                releases.remove(version);
                bundles.remove(version);
            }
        }
        for (long version : versions(published)) {
            if (version < oldestKept) {
                published.remove(version);
            }
        }
        return oldestKept;
    }

    private static List<Long> versions(BroadcastState<Long, ?> state) throws Exception {
        List<Long> versions = new ArrayList<>();
        for (Map.Entry<Long, ?> entry : state.entries()) {
            versions.add(entry.getKey());
        }
        return versions;
    }
}
