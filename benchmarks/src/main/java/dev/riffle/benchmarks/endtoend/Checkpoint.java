package dev.riffle.benchmarks.endtoend;

/**
 * A completed checkpoint.
 *
 * @param bytes of all state
 * @param millis from the trigger until it was complete
 */
record Checkpoint(long bytes, long millis) {}
