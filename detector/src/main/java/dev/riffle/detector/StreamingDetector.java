package dev.riffle.detector;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.anomaly.AlertThreshold;
import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LearningStatistics;
import java.util.Set;

/**
 * Everything that one stream needs on one thread: a {@link Detector}, the {@link AlertThreshold} that makes verdicts of
 * its detections, and the {@link Learner} that learns from them. The job, the backtest and the champion gate run this
 * very code: {@link #judge} first, then {@link #learn}, and now and then {@link #drain} what was learned to where it is
 * merged, and {@link #adopt} what comes back.
 */
public final class StreamingDetector {
    private final AlertBudget budget;
    private Detector detector;
    private AlertThreshold threshold;
    private Learner learner;

    public StreamingDetector(ModelBundle bundle, AlertBudget budget) {
        this.budget = budget;
        swap(bundle);
    }

    public ModelBundle bundle() {
        return detector.bundle();
    }

    /** Name of the kernel that scores: {@code vector-256} (bits) or {@code plain}. */
    public String kernel() {
        return detector.kernel();
    }

    /** The centroids in use. */
    public ClusterState clusters() {
        return detector.clusters();
    }

    /**
     * Judges an event. Changes nothing.
     *
     * @throws IllegalArgumentException if the vector's width is not the pipeline's, or a value is infinite
     */
    public Judgement judge(FeatureVector features) {
        Detection detection = detector.score(features);
        boolean anomaly = threshold.isAnomaly(detection);
        return new Judgement(
                detection,
                anomaly ? Verdict.ANOMALY : Verdict.NORMAL,
                anomaly ? threshold.triggers(detection) : Set.of(),
                threshold.surprise(),
                detector.clusters());
    }

    /**
     * Lets threshold and sums follow the stream. A judgement of a model that was swapped out since is passed over.
     *
     * @param eventTimeMillis the event's time, milliseconds since 1970-01-01T00:00Z
     */
    public void learn(Judgement judgement, long eventTimeMillis) {
        if (judgement.clusters().modelVersion() != bundle().modelVersion()) {
            return;
        }
        threshold.observe(judgement.detection(), eventTimeMillis);
        learner.learn(judgement.clusters(), judgement.detection(), judgement.verdict(), eventTimeMillis);
    }

    /** True if nothing was learned or observed since the last {@link #drain()}. */
    public boolean isEmpty() {
        return learner.isEmpty();
    }

    /** Events learned from or observed since the last {@link #drain()}. */
    public long pendingEvents() {
        return learner.events();
    }

    /** Hands out what was learned and starts afresh. */
    public LearningStatistics drain() {
        return learner.drain();
    }

    /**
     * Takes newer centroids of the same model into use.
     *
     * @throws IllegalArgumentException if they are another model's or of other dimensions
     */
    public void adopt(ClusterState clusters) {
        detector.adopt(clusters);
    }

    /**
     * Takes another model into use. The threshold starts from its calibration; what was learned and not drained is
     * dropped, for it is about the old model's centroids.
     */
    public void swap(ModelBundle bundle) {
        detector = Detector.of(bundle);
        threshold = new AlertThreshold(bundle, budget);
        learner = new Learner(bundle);
    }

    /**
     * Why the event got its score.
     *
     * @param features the vector that the judgement was made of
     */
    public Explanation explain(FeatureVector features, Judgement judgement) {
        return detector.explain(features, judgement.detection());
    }

    /** The current threshold on {@link Detection#surprise()}. */
    public double threshold() {
        return threshold.surprise();
    }

    /** The threshold's learned part as bytes, for a checkpoint. Drain sums before: they are not in it. */
    public byte[] snapshot() {
        return threshold.snapshot();
    }

    /**
     * Adds a snapshot to the threshold; after a rescale several may come together.
     *
     * @return false if it is of another model; nothing changes then
     * @throws IllegalArgumentException if the bytes are not a snapshot
     */
    public boolean restore(byte[] snapshot) {
        return threshold.restore(snapshot);
    }
}
