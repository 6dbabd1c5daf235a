package dev.riffle.trainer.service;

/**
 * Somebody asks for a new model.
 *
 * @param id the same id is served once
 * @param reason why, for provenance
 * @param time when it was asked for, milliseconds since 1970-01-01T00:00Z
 * @param position where it lies among all requests; grows from one to the next
 */
public record Request(String id, String reason, long time, long position) {}
