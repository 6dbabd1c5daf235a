package dev.riffle.jobs.operators;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.jobs.metrics.ShadowMetrics;
import dev.riffle.schemas.ModelRelease;
import org.apache.flink.api.common.state.BroadcastState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A challenger that judges every event beside the champion; its verdicts show as metrics only. Its thresholds follow the
 * stream, its centroids stay as they were trained. After a restart its thresholds start from the calibration again. A
 * live object for one thread.
 */
final class ShadowModel {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowModel.class);
    /** Key of the release in the broadcast state that the champion's is in too. */
    private static final String SHADOW = "shadow";

    private final BroadcastState<String, ModelRelease> releases;
    private final ReleaseGate gate;
    private final AlertBudget budget;
    private final ShadowMetrics metrics;
    private StreamingDetector detector;

    ShadowModel(
            BroadcastState<String, ModelRelease> releases,
            ReleaseGate gate,
            AlertBudget budget,
            ShadowMetrics metrics) {
        this.releases = releases;
        this.gate = gate;
        this.budget = budget;
        this.metrics = metrics;
    }

    /** Takes up the shadow of a restored state. */
    void restore() throws Exception {
        ModelRelease release = releases.get(SHADOW);
        if (release == null) {
            return;
        }
        try {
            detector = new StreamingDetector(gate.open(release), budget);
        } catch (RefusedReleaseException e) {
            LOG.warn("Shadow {} of the restored state is refused: {}", release.getModelVersion(), e.getMessage());
            releases.remove(SHADOW);
        }
    }

    /** Version of the shadow, 0 without one. */
    long modelVersion() {
        return detector == null ? 0 : detector.bundle().modelVersion();
    }

    /**
     * Takes a newer shadow.
     *
     * @throws RefusedReleaseException if the job cannot score with it; the shadow before stays
     */
    void adopt(ModelRelease release) throws Exception {
        detector = new StreamingDetector(gate.open(release), budget);
        releases.put(SHADOW, release);
    }

    /** A new champion was made knowing all shadows before it: they have had their time. */
    void retireBefore(long championVersion) throws Exception {
        if (detector != null && modelVersion() < championVersion) {
            detector = null;
            releases.remove(SHADOW);
        }
    }

    /** Judges an event that the champion has judged. */
    void judge(FeatureVector features, String segment, long eventTimeMillis, Judgement champions) {
        if (detector == null) {
            return;
        }
        try {
            Judgement own = detector.judge(features, segment);
            detector.learn(own, segment, eventTimeMillis);
            metrics.judged(
                    champions.isAnomaly(),
                    own.isAnomaly(),
                    champions.detection().clusterId() == own.detection().clusterId());
        } catch (RuntimeException e) {
            LOG.warn("Shadow {} is let go: it cannot judge an event", modelVersion(), e);
            detector = null;
        }
    }

    /** Forgets what it learned about centroids, which nobody merges. */
    void flush() {
        if (detector != null && !detector.isEmpty()) {
            detector.drain();
        }
    }
}
