package dev.riffle.trainer.service;

/**
 * What an analyst found out about an event.
 *
 * @param eventId id of the event
 * @param anomaly true if the alert was right
 */
public record Finding(String eventId, boolean anomaly) {}
