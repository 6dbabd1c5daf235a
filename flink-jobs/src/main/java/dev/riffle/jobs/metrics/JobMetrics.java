package dev.riffle.jobs.metrics;

/**
 * Names of the job's metrics. Counters count since the job started or restarted; Flink adds labels for operator and
 * subtask.
 */
public final class JobMetrics {
    /** Events read, decodable or not. */
    public static final String EVENTS = "events";
    /** Answers given, whatever the verdict. */
    public static final String ASSIGNMENTS = "assignments";
    /** Anomalies among them, by any trigger. */
    public static final String ANOMALIES = "anomalies";
    /** Anomalies that the reconstruction error was a trigger of. */
    public static final String ANOMALIES_RECONSTRUCTION = "anomaliesReconstruction";
    /** Anomalies that low density was a trigger of. */
    public static final String ANOMALIES_DENSITY = "anomaliesDensity";
    /** Dead letters: in total, and in group {@code reason} by reason. */
    public static final String DEAD_LETTERS = "deadLetters";
    /** Group (label) of the dead letters by reason. */
    public static final String REASON = "reason";
    /** Events whose event time the watermark had passed. */
    public static final String LATE = "late";
    /** Events answered WARMING_UP because no model had arrived. */
    public static final String WARMING_UP = "warmingUp";
    /** Version of the model in use; 0 without one. */
    public static final String MODEL_VERSION = "modelVersion";
    /** Version of the centroids in use; 0 for those in the bundle. */
    public static final String CLUSTERS_VERSION = "clustersVersion";
    /** Share of recent events that were anomalies, in [0, 1]; to be held against the alert budget. NaN without a model. */
    public static final String ALERT_RATE = "alertRate";
    /** Score from which an event is an anomaly where its segment has no threshold of its own, in [0, 1]; NaN without a model. */
    public static final String ALERT_THRESHOLD = "alertThreshold";
    /** Moving average of the nanoseconds that judging one event and learning from it took, without the sinks. */
    public static final String NANOS_PER_SCORE = "nanosPerScore";
    /** Histogram of scores, in millionths. */
    public static final String SCORES = "scores";
    /** Milliseconds since the centroids in use were made; -1 without a model. */
    public static final String AGE_OF_CENTROIDS = "ageOfCentroidsMillis";
    /** Model releases that were refused. */
    public static final String MODELS_REFUSED = "modelsRefused";
    /** Which dense kernel scores; empty without a model. */
    public static final String KERNEL = "kernel";
    /** Width of that kernel's vectors in bits, for reporters that take numbers only; 0 for the plain one, -1 without a model. */
    public static final String KERNEL_VECTOR_BITS = "kernelVectorBits";
    /** Milliseconds since the model in use was trained; -1 without one. */
    public static final String AGE_OF_MODEL = "ageOfModelMillis";
    /** Alert budget as a share of events; NaN if it is a number per hour. */
    public static final String ALERT_BUDGET_SHARE = "alertBudgetShare";
    /** Alerts per hour that this scorer's part of the alert budget allows; NaN if the budget is a share of events. */
    public static final String ALERT_BUDGET_PER_HOUR = "alertBudgetPerHour";
    /** Records of the models and clusters topics that could not be read. */
    public static final String CONTROL_RECORDS_REFUSED = "controlRecordsRefused";
    /** Reports of scorers that were merged into centroids. */
    public static final String STATISTICS_MERGED = "statisticsMerged";
    /** Reports of scorers that found no centroids to be merged into. */
    public static final String STATISTICS_PASSED_OVER = "statisticsPassedOver";

    /** Milliseconds from the scorer's start until the first verdict of a model; -1 before it. */
    public static final String MILLIS_TO_FIRST_VERDICT = "millisToFirstVerdict";
    /** Drifts that a scorer has seen. */
    public static final String DRIFTS = "drifts";
    /** Drift watches that failed and were let go until the next model; the events were answered all the same. */
    public static final String DRIFT_WATCH_FAILURES = "driftWatchFailures";
    /** Version of the model that scores beside the champion; 0 without one. */
    public static final String SHADOW_MODEL_VERSION = "shadowModelVersion";
    /** Events that a shadow has judged beside the champion. */
    public static final String SHADOW_EVENTS = "shadowEvents";
    /** Anomalies among them to the shadow. */
    public static final String SHADOW_ANOMALIES = "shadowAnomalies";
    /** Anomalies to the shadow that are none to the champion. */
    public static final String SHADOW_ONLY_ANOMALIES = "shadowOnlyAnomalies";
    /** Anomalies to the champion that are none to the shadow. */
    public static final String SHADOW_MISSED_ANOMALIES = "shadowMissedAnomalies";
    /** Events that champion and shadow give different cluster ids. */
    public static final String SHADOW_OTHER_CLUSTER = "shadowOtherCluster";

    private JobMetrics() {}
}
