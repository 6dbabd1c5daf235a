package dev.riffle.trainer.service;

import java.util.OptionalLong;

/**
 * Somebody asks for a new model.
 *
 * @param id the same id is served once
 * @param reason why, for provenance
 * @param time when it was asked for, milliseconds since 1970-01-01T00:00Z
 * @param dataFrom event time since which the stream is what the new model is to know, milliseconds since
 *     1970-01-01T00:00Z; empty where all of it may be learned from
 * @param position where it lies among all requests; grows from one to the next
 */
public record Request(String id, String reason, long time, OptionalLong dataFrom, long position) {}
