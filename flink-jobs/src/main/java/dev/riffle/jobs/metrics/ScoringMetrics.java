package dev.riffle.jobs.metrics;

import dev.riffle.detector.Trigger;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What a scorer tells about itself. A live object for one thread; gauges are read by Flink's reporters. */
public final class ScoringMetrics {
    private static final int HISTOGRAM_WINDOW = 1_000;
    private static final double MILLIONTHS = 1e6;
    /** Weight of the newest duration in the moving average. */
    private static final double SMOOTHING = 0.01;

    private final Counter assignments;
    private final Counter anomalies;
    private final Counter anomaliesReconstruction;
    private final Counter anomaliesDensity;
    private final Counter late;
    private final Counter warmingUp;
    private final Counter modelsRefused;
    private final Counter drifts;
    private final Counter watchFailures;
    private final Histogram scores;
    private volatile double nanosPerScore = Double.NaN;
    private volatile long millisToFirstVerdict = -1;

    public ScoringMetrics(MetricGroup group) {
        assignments = group.counter(JobMetrics.ASSIGNMENTS);
        anomalies = group.counter(JobMetrics.ANOMALIES);
        anomaliesReconstruction = group.counter(JobMetrics.ANOMALIES_RECONSTRUCTION);
        anomaliesDensity = group.counter(JobMetrics.ANOMALIES_DENSITY);
        late = group.counter(JobMetrics.LATE);
        warmingUp = group.counter(JobMetrics.WARMING_UP);
        modelsRefused = group.counter(JobMetrics.MODELS_REFUSED);
        drifts = group.counter(JobMetrics.DRIFTS);
        watchFailures = group.counter(JobMetrics.DRIFT_WATCH_FAILURES);
        scores = group.histogram(JobMetrics.SCORES, new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
        group.gauge(JobMetrics.NANOS_PER_SCORE, (Gauge<Double>) () -> nanosPerScore);
        group.gauge(JobMetrics.MILLIS_TO_FIRST_VERDICT, (Gauge<Long>) () -> millisToFirstVerdict);
    }

    /** Shows the model in use. */
    public static void showModel(MetricGroup group, ServedModel model) {
        group.gauge(JobMetrics.MODEL_VERSION, (Gauge<Long>) model::modelVersion);
        group.gauge(JobMetrics.CLUSTERS_VERSION, (Gauge<Long>) model::clustersVersion);
        group.gauge(JobMetrics.ALERT_THRESHOLD, (Gauge<Double>) model::alertThreshold);
        group.gauge(JobMetrics.ALERT_RATE, (Gauge<Double>) model::alertRate);
        group.gauge(JobMetrics.AGE_OF_CENTROIDS, (Gauge<Long>) model::ageOfCentroids);
        group.gauge(JobMetrics.KERNEL, (Gauge<String>) model::kernel);
    }

    public void warmingUp(boolean isLate) {
        assignment(isLate);
        warmingUp.inc();
    }

    /**
     * Counts a judged event.
     *
     * @param triggers what made it an anomaly; empty if it is none
     * @param score in [0, 1]
     */
    public void judged(boolean isLate, double score, Set<Trigger> triggers) {
        assignment(isLate);
        scores.update(Math.round(score * MILLIONTHS));
        if (triggers.isEmpty()) {
            return;
        }
        anomalies.inc();
        if (triggers.contains(Trigger.RECONSTRUCTION)) {
            anomaliesReconstruction.inc();
        }
        if (triggers.contains(Trigger.DENSITY)) {
            anomaliesDensity.inc();
        }
    }

    /** Takes a measured duration into the moving average. */
    public void scoringTook(long nanos) {
        double average = nanosPerScore;
        nanosPerScore = Double.isNaN(average) ? nanos : average + SMOOTHING * (nanos - average);
    }

    /** A model has given its first verdict; later calls change nothing. */
    public void firstVerdictAfter(long millis) {
        if (millisToFirstVerdict < 0) {
            millisToFirstVerdict = Math.max(0, millis);
        }
    }

    public void drifted() {
        drifts.inc();
    }

    public void watchFailed() {
        watchFailures.inc();
    }

    public void modelRefused() {
        modelsRefused.inc();
    }

    private void assignment(boolean isLate) {
        assignments.inc();
        if (isLate) {
            late.inc();
        }
    }
}
