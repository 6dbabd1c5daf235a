package dev.riffle.jobs.metrics;

/** The model that a scorer holds, as gauges show it; asked from other threads. */
public interface ServedModel {
    /** 0 before the first model. */
    long modelVersion();

    /** 0 before the first model. */
    long clustersVersion();

    /** Score from which an event of the whole stream is an anomaly, in [0, 1]; NaN before the first model. */
    double alertThreshold();

    /** Share of recent events that were anomalies, in [0, 1]; NaN before the first. */
    double alertRate();

    /** Milliseconds since the centroids were made, -1 before the first model. */
    long ageOfCentroids();

    /** Milliseconds since the model was made, -1 before the first. */
    long ageOfModel();

    /** {@code vector-BITS}, {@code plain}, or empty before the first model. */
    String kernel();
}
