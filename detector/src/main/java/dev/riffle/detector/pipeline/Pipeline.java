package dev.riffle.detector.pipeline;

import java.time.Duration;
import java.util.List;

/** A pipeline file, parsed and validated: which fields an event has and which features are made of them. Immutable. */
public final class Pipeline {
    private Pipeline() {}

    /**
     * Parses a pipeline file.
     *
     * @param yaml the file's text
     * @param origin where it comes from, for error messages
     * @throws InvalidPipelineException for anything that is wrong with it
     */
    public static Pipeline parse(String yaml, String origin) {
        throw new UnsupportedOperationException();
    }

    public String name() {
        throw new UnsupportedOperationException();
    }

    /** The text it was parsed from. */
    public String yaml() {
        throw new UnsupportedOperationException();
    }

    /** Identifies the columns and how they are computed: equal pipelines have equal fingerprints; 16 hex digits. */
    public String fingerprint() {
        throw new UnsupportedOperationException();
    }

    public List<String> keyFields() {
        throw new UnsupportedOperationException();
    }

    /** Fields that have to hold numbers, in slot order of {@link Event#numbers()}. */
    public List<String> numericFields() {
        throw new UnsupportedOperationException();
    }

    /** Fields that hold text, in slot order of {@link Event#texts()}. */
    public List<String> textFields() {
        throw new UnsupportedOperationException();
    }

    /** Names of the feature vector's columns, in order. */
    public List<String> columns() {
        throw new UnsupportedOperationException();
    }

    /** Indices into {@link #keyFields()} of the keys that history features are kept by, ascending. */
    public List<Integer> historyKeys() {
        throw new UnsupportedOperationException();
    }

    /** How far event times may run out of order before an event is late. */
    public Duration outOfOrderness() {
        throw new UnsupportedOperationException();
    }
}
