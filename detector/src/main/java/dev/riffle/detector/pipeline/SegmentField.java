package dev.riffle.detector.pipeline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The field by whose value a stream is divided into segments, each with an alert budget of its own. */
public final class SegmentField {
    /** Segment of the events that lack the field. */
    public static final String MISSING = "";

    /** Longer values are cut: values that differ only behind share a segment. */
    private static final int MOST_CHARACTERS = 1_000;

    private final int key;
    private final int text;

    private SegmentField(int key, int text) {
        this.key = key;
        this.text = text;
    }

    /**
     * Looks the field up.
     *
     * @throws IllegalArgumentException if the field is neither a key nor a category of the pipeline
     */
    public static SegmentField of(Pipeline pipeline, String field) {
        List<String> keys = pipeline.keyFields();
        List<String> texts = pipeline.textFields();
        if (!keys.contains(field) && !texts.contains(field)) {
            Set<String> expected = new LinkedHashSet<>(keys);
            expected.addAll(texts);
            throw new IllegalArgumentException(
                    "alert budget by \"" + field + "\", expected a key or category field of pipeline " + pipeline.name()
                            + (expected.isEmpty() ? ", which has none" : ": " + String.join(", ", expected)));
        }
        return new SegmentField(keys.indexOf(field), texts.indexOf(field));
    }

    /** The event's segment, never null. */
    public String of(Event event) {
        String value = key >= 0 ? event.keys()[key] : event.texts()[text];
        if (value == null) {
            return MISSING;
        }
        return value.length() <= MOST_CHARACTERS ? value : value.substring(0, MOST_CHARACTERS);
    }
}
