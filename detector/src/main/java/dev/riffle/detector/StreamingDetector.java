package dev.riffle.detector;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.anomaly.AlertThreshold;
import dev.riffle.detector.anomaly.AlertThresholds;
import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.anomaly.KeyEvidence;
import dev.riffle.detector.anomaly.RepeatedPatterns;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LearningStatistics;
import dev.riffle.detector.feedback.VerdictMargins;
import dev.riffle.detector.pipeline.Scaler;
import java.util.Set;
import java.util.function.DoubleFunction;

/**
 * Everything that one stream needs on one thread: a {@link Detector}, the {@link AlertThresholds} that make verdicts of
 * its detections, and the {@link Learner} that learns from them. The job, the backtest and the champion gate run this
 * very code: {@link #judge} first, then {@link #learn}, and now and then {@link #drain} what was learned to where it is
 * merged, and {@link #adopt} what comes back.
 */
public final class StreamingDetector {
    private final VerdictMargins margins;
    private Detector detector;
    private AlertThresholds thresholds;
    private Learner learner;
    private RepeatedPatterns patterns = new RepeatedPatterns();

    public StreamingDetector(ModelBundle bundle, AlertBudget budget) {
        this(bundle, budget, new VerdictMargins());
    }

    /** @param margins what analysts' verdicts add to the thresholds; whoever hears verdicts changes them */
    public StreamingDetector(ModelBundle bundle, AlertBudget budget, VerdictMargins margins) {
        this.margins = margins;
        detector = Detector.of(bundle);
        thresholds = new AlertThresholds(
                bundle.modelVersion(), budget, bundle.provenance().eventsPerHour());
        learner = new Learner(bundle);
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
     * Judges an event by the threshold of the whole stream. Changes nothing.
     *
     * @throws IllegalArgumentException if the vector's width is not the pipeline's, or a value is infinite
     */
    public Judgement judge(FeatureVector features) {
        return judge(features, null);
    }

    /**
     * Judges an event by its segment's threshold. Changes nothing.
     *
     * @param segment what shares a budget with the event; null where the budget is for the whole stream
     * @throws IllegalArgumentException if the vector's width is not the pipeline's, or a value is infinite
     */
    public Judgement judge(FeatureVector features, String segment) {
        return judge(features, segment, detector.room());
    }

    /** A detection of no event yet, for {@link #judge(FeatureVector, String, Detection)}, until another model is in use. */
    public Detection room() {
        return detector.room();
    }

    /**
     * Judges an event into a detection that is used again and again. Changes nothing else.
     *
     * @param segment what shares a budget with the event; null where the budget is for the whole stream
     * @param detection from {@link #room()}; overwritten, and the judgement's until then
     * @throws IllegalArgumentException if the vector's width is not the pipeline's, a value is infinite, or the detection
     *     is another model's
     */
    public Judgement judge(FeatureVector features, String segment, Detection detection) {
        detector.score(features, detection);
        return judged(segment, detection);
    }

    /**
     * Judges an event together with what is known of its key. Changes nothing but the detection.
     *
     * @param joined the key's evidence once an event of the given {@link Detection#eventSurprise()} has joined it; its
     *     surprise becomes the {@link Detection#surprise()} that is held against the threshold
     * @see #judge(FeatureVector, String, Detection)
     */
    public SmoothedJudgement judge(
            FeatureVector features, String segment, Detection detection, DoubleFunction<KeyEvidence> joined) {
        detector.score(features, detection);
        KeyEvidence evidence = joined.apply(detection.eventSurprise());
        detection.smooth(evidence.surprise());
        return new SmoothedJudgement(judged(segment, detection), evidence);
    }

    /**
     * A judgement of an event together with the recent ones of its key.
     *
     * @param evidence of the key, this event included: what to judge its next event with
     */
    public record SmoothedJudgement(Judgement judgement, KeyEvidence evidence) {}

    private Judgement judged(String segment, Detection detection) {
        AlertThreshold threshold = thresholds.of(segment);
        double required = threshold.surprise() + margins.of(segment);
        boolean anomaly = detection.surprise() > required || patterns.isMember(detection);
        return new Judgement(
                detection,
                anomaly ? Verdict.ANOMALY : Verdict.NORMAL,
                anomaly ? threshold.triggers(detection) : Set.of(),
                required,
                detector.clusters());
    }

    /** {@link #learn(Judgement, String, long)} where the budget is for the whole stream. */
    public void learn(Judgement judgement, long eventTimeMillis) {
        learn(judgement, null, eventTimeMillis);
    }

    /**
     * Lets thresholds and sums follow the stream; repetitions of one anomaly go by {@link RepeatedPatterns} instead. A
     * judgement of a model that was swapped out since is passed over.
     *
     * @param segment the one that the event was judged by
     * @param eventTimeMillis the event's time, milliseconds since 1970-01-01T00:00Z
     */
    public void learn(Judgement judgement, String segment, long eventTimeMillis) {
        if (judgement.clusters().modelVersion() != bundle().modelVersion()) {
            return;
        }
        boolean repeats =
                patterns.observe(judgement.detection(), judgement.isAnomaly(), thresholds.of(segment), eventTimeMillis);
        if (!repeats) {
            thresholds.observe(judgement.detection().surprise(), segment, eventTimeMillis);
        }
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

    /** Hands out what was learned, and the repeated anomalies that were established as groups, and starts afresh. */
    public LearningStatistics drain() {
        return learner.drain(patterns.drainEstablished());
    }

    /**
     * Takes newer centroids of the same model into use.
     *
     * @throws IllegalArgumentException if they are another model's, or do not fit it
     */
    public void adopt(ClusterState clusters) {
        detector.adopt(clusters);
    }

    /**
     * Takes another model into use. The thresholds start from its calibration, with the stream's pace and the account of
     * alerts carried over, and so are patterns of repeated anomalies; what was learned and not drained is dropped, for it
     * is about the old model's centroids.
     *
     * @throws IllegalArgumentException if its pipeline has other columns
     */
    public void swap(ModelBundle bundle) {
        Scaler before = bundle().scaler();
        Scaler after = bundle.scaler();
        patterns = patterns.rescaled(scaled -> rescaled(scaled, before, after));
        detector = Detector.of(bundle);
        thresholds = thresholds.forModel(bundle.modelVersion());
        learner = new Learner(bundle);
    }

    private static float[] rescaled(float[] scaled, Scaler before, Scaler after) {
        double[] row = new double[scaled.length];
        for (int column = 0; column < row.length; column++) {
            row[column] = before.unscale(column, scaled[column]);
        }
        float[] target = new float[scaled.length];
        after.scale(row, target);
        return target;
    }

    /**
     * Why the event got its score.
     *
     * @param features the vector that the judgement was made of
     */
    public Explanation explain(FeatureVector features, Judgement judgement) {
        return detector.explain(features, judgement.detection());
    }

    /** The current threshold of the whole stream on {@link Detection#surprise()}. */
    public double threshold() {
        return thresholds.surprise();
    }

    /** Share of recent events that were anomalies, in [0, 1]; NaN before the first. */
    public double alertRate() {
        return thresholds.alertRate();
    }

    /** The thresholds' learned part as bytes, for a checkpoint. Drain sums before: they are not in it. */
    public byte[] snapshot() {
        return thresholds.snapshot();
    }

    /**
     * Adds a snapshot to the thresholds; after a rescale several may come together.
     *
     * @return false if it is of another model; nothing changes then
     * @throws IllegalArgumentException if the bytes are not a snapshot
     */
    public boolean restore(byte[] snapshot) {
        return thresholds.restore(snapshot);
    }
}
