package dev.riffle.trainer.service;

/**
 * One event's features as the job computed them.
 *
 * @param eventId id of the event
 * @param pipeline fingerprint of the pipeline that computed them
 * @param eventTime milliseconds since 1970-01-01T00:00Z
 * @param flagged true if the verdict was ANOMALY
 * @param values unscaled, {@code NaN} for missing
 */
public record FeatureRow(String eventId, String pipeline, long eventTime, boolean flagged, double[] values) {}
