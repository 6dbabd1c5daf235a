package dev.riffle.jobs.operators;

import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.feedback.VerdictMargins;
import dev.riffle.jobs.metrics.ServedModel;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ModelRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.state.BroadcastState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that a scorer holds, kept in broadcast state as one release and the newest centroids that belong to it, so
 * that a restored scorer finds both agreeing. A live object for one thread.
 *
 * <p>Nothing promises that the models topic and the clusters topic arrive in the order of writing: centroids of a model
 * that has not come yet wait for it, and what comes late is passed over, so that all scorers end up with the same.
 */
final class ModelInUse implements ServedModel {
    private static final Logger LOG = LoggerFactory.getLogger(ModelInUse.class);

    /** Key of the one release that is kept. */
    private static final String CURRENT = "current";
    /** Models whose centroids may wait for them. */
    private static final int MAX_WAITING = 4;

    private final BroadcastState<String, ModelRelease> releases;
    private final BroadcastState<Long, ClusterSnapshot> snapshots;
    private final ReleaseGate gate;
    private final AlertBudget budget;
    private final VerdictMargins margins;
    private final LongSupplier clock;

    private StreamingDetector detector;
    /** When the centroids in use were made. */
    private long centroidsTime;

    /** @param clock milliseconds since 1970-01-01T00:00Z */
    ModelInUse(
            BroadcastState<String, ModelRelease> releases,
            BroadcastState<Long, ClusterSnapshot> snapshots,
            ReleaseGate gate,
            AlertBudget budget,
            VerdictMargins margins,
            LongSupplier clock) {
        this.releases = releases;
        this.snapshots = snapshots;
        this.gate = gate;
        this.budget = budget;
        this.margins = margins;
        this.clock = clock;
    }

    /** Takes up what the broadcast state holds after a restore; a model that no longer fits the job is let go. */
    void restore() throws Exception {
        ModelRelease release = releases.get(CURRENT);
        if (release == null) {
            return;
        }
        try {
            use(release);
        } catch (RefusedReleaseException e) {
            LOG.warn("Model {} of the restored state is refused: {}", release.getModelVersion(), e.getMessage());
            releases.remove(CURRENT);
        }
    }

    /** The detector, or null before the first model. */
    StreamingDetector detector() {
        return detector;
    }

    @Override
    public long modelVersion() {
        return detector == null ? 0 : detector.bundle().modelVersion();
    }

    @Override
    public long clustersVersion() {
        return detector == null ? 0 : detector.clusters().version();
    }

    @Override
    public double alertThreshold() {
        return detector == null ? Double.NaN : -Math.expm1(-detector.threshold());
    }

    @Override
    public double alertRate() {
        return detector == null ? Double.NaN : detector.alertRate();
    }

    @Override
    public long ageOfCentroids() {
        return detector == null ? -1 : clock.getAsLong() - centroidsTime;
    }

    @Override
    public long ageOfModel() {
        return detector == null
                ? -1
                : clock.getAsLong() - detector.bundle().provenance().createdMillis();
    }

    @Override
    public String kernel() {
        return detector == null ? "" : detector.kernel();
    }

    boolean isNewer(ModelRelease release) {
        return release.getModelVersion() > modelVersion();
    }

    /**
     * Takes a newer model into use, with its newest centroids if they came first.
     *
     * @throws RefusedReleaseException if the job cannot score with it; the model in use stays
     */
    void adopt(ModelRelease release) throws Exception {
        use(release);
        releases.put(CURRENT, release);
    }

    /** True if the centroids would be taken into use by {@link #adopt(ClusterSnapshot)}. */
    boolean isNewer(ClusterSnapshot snapshot) {
        return detector != null
                && snapshot.getModelVersion() == modelVersion()
                && snapshot.getClustersVersion() > detector.clusters().version();
    }

    /** Takes newer centroids into use, or lets them wait for their model. */
    void adopt(ClusterSnapshot snapshot) throws Exception {
        if (isNewer(snapshot)) {
            if (useCentroids(snapshot)) {
                snapshots.put(snapshot.getModelVersion(), snapshot);
            }
        } else if (snapshot.getModelVersion() > modelVersion()) {
            ClusterSnapshot waiting = snapshots.get(snapshot.getModelVersion());
            if (waiting == null || waiting.getClustersVersion() < snapshot.getClustersVersion()) {
                snapshots.put(snapshot.getModelVersion(), snapshot);
                forgetOldestWaiting();
            }
        }
    }

    private void use(ModelRelease release) throws Exception {
        ModelBundle bundle = gate.open(release);
        if (detector == null) {
            detector = new StreamingDetector(bundle, budget, margins);
        } else {
            detector.swap(bundle);
        }
        centroidsTime = release.getCreatedTime();
        forgetOlderThan(bundle.modelVersion());
        Optional<ClusterSnapshot> waiting = Optional.ofNullable(snapshots.get(bundle.modelVersion()));
        if (waiting.isPresent() && !useCentroids(waiting.get())) {
            snapshots.remove(bundle.modelVersion());
        }
    }

    private boolean useCentroids(ClusterSnapshot snapshot) {
        try {
            ClusterState clusters = ClusterRecords.state(snapshot, detector.clusters());
            detector.adopt(clusters);
            centroidsTime = snapshot.getTime();
            return true;
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "Centroids {} of model {} are passed over: {}",
                    snapshot.getClustersVersion(),
                    snapshot.getModelVersion(),
                    e.getMessage());
            return false;
        }
    }

    private void forgetOlderThan(long modelVersion) throws Exception {
        for (long version : keptVersions()) {
            if (version < modelVersion) {
                snapshots.remove(version);
            }
        }
    }

    private void forgetOldestWaiting() throws Exception {
        List<Long> waiting = keptVersions();
        waiting.removeIf(version -> version <= modelVersion());
        waiting.sort(null);
        for (int i = 0; i < waiting.size() - MAX_WAITING; i++) {
            snapshots.remove(waiting.get(i));
        }
    }

    private List<Long> keptVersions() throws Exception {
        List<Long> versions = new ArrayList<>();
        for (Map.Entry<Long, ClusterSnapshot> entry : snapshots.entries()) {
            versions.add(entry.getKey());
        }
        return versions;
    }
}
