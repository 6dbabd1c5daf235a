package dev.riffle.jobs.flow;

/** What comes down the chain that ends in a scorer: events, and between them what steers it. */
public sealed interface ScorerInput permits EventInFlight, ControlMessage {}
