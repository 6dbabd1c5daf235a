package dev.riffle.jobs;

/** Where the task managers keep key histories. */
public enum StateBackendKind {
    /** On the heap: fast, bounded by memory. */
    HASHMAP("hashmap"),
    /** On local disk: bounded by disk; for millions of keys. */
    ROCKSDB("rocksdb");

    private final String flinkName;

    StateBackendKind(String flinkName) {
        this.flinkName = flinkName;
    }

    String flinkName() {
        return flinkName;
    }
}
