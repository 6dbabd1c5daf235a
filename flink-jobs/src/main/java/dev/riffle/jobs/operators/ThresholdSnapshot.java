package dev.riffle.jobs.operators;

/**
 * What one scorer's alert threshold had learned at a checkpoint.
 *
 * @param subtask index of the scorer
 * @param modelVersion model that the threshold belongs to
 * @param bytes as {@link dev.riffle.detector.anomaly.AlertThreshold#snapshot()} made them
 */
public record ThresholdSnapshot(int subtask, long modelVersion, byte[] bytes) {}
