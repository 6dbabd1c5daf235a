package dev.riffle.detector.pipeline;

import dev.riffle.detector.pipeline.YamlNode.Kind;
import dev.riffle.detector.pipeline.YamlNode.Mapping;
import dev.riffle.detector.pipeline.YamlNode.Scalar;
import dev.riffle.detector.pipeline.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A mapping of the pipeline file that knows where it stands. */
final class Section {
    private final String origin;
    private final String path;
    private final int line;
    private final Map<String, YamlNode> values;

    private Section(String origin, String path, int line, Map<String, YamlNode> values) {
        this.origin = origin;
        this.path = path;
        this.line = line;
        this.values = values;
    }

    static Section of(String origin, String path, YamlNode node) {
        if (node instanceof Mapping mapping) {
            return new Section(origin, path, mapping.line(), mapping.values());
        }
        throw problem(origin, path, node.line(), "found " + node.describe() + ", expected a mapping.");
    }

    /** A section without any key. */
    static Section empty(String origin, String path) {
        return new Section(origin, path, 1, Map.of());
    }

    /** Refuses keys that are not among these. */
    void allowOnly(List<String> known) {
        values.forEach((key, node) -> {
            if (!known.contains(key)) {
                throw problem(
                        key,
                        "unknown key; expected one of " + String.join(", ", known) + "."
                                + Suggestion.forName(key, known));
            }
        });
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    boolean isMapping(String key) {
        return values.get(key) instanceof Mapping;
    }

    Section section(String key) {
        return of(origin, child(key), node(key, "a mapping"));
    }

    List<Section> sections(String key) {
        if (!(node(key, "a list") instanceof Sequence sequence)) {
            throw problem(key, "found " + values.get(key).describe() + ", expected a list.");
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < sequence.values().size(); i++) {
            sections.add(
                    of(origin, child(key) + "[" + i + "]", sequence.values().get(i)));
        }
        return sections;
    }

    String text(String key, String expected) {
        YamlNode node = node(key, expected);
        if (node instanceof Scalar scalar
                && scalar.kind() == Kind.TEXT
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        boolean quotable =
                node instanceof Scalar scalar && (scalar.kind() == Kind.NUMBER || scalar.kind() == Kind.TRUTH);
        throw problem(
                key,
                "found " + node.describe() + ", expected " + expected + "." + (quotable ? " Put it in quotes." : ""));
    }

    /** One of a fixed set of words. */
    String word(String key, List<String> words) {
        String expected = "one of " + String.join(", ", words);
        String found = text(key, expected);
        if (!words.contains(found)) {
            throw problem(key, "found '" + found + "', expected " + expected + "." + Suggestion.forName(found, words));
        }
        return found;
    }

    Duration duration(String key, Duration least, Duration most) {
        String found = text(key, Durations.EXPECTED);
        Duration duration = Durations.parse(found)
                .orElseThrow(() -> problem(key, "found '" + found + "', expected " + Durations.EXPECTED + "."));
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw problem(
                    key,
                    "found " + found + ", expected a duration from " + Durations.format(least) + " to "
                            + Durations.format(most) + ".");
        }
        return duration;
    }

    int integer(String key, int least, int most) {
        String expected = "a whole number from " + least + " to " + most;
        YamlNode node = node(key, expected);
        if (node instanceof Scalar scalar && scalar.kind() == Kind.NUMBER) {
            try {
                int value = Integer.parseInt(scalar.text());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw problem(key, "found " + node.describe() + ", expected " + expected + ".");
            }
        }
        throw problem(key, "found " + node.describe() + ", expected " + expected + ".");
    }

    /** A list of at least one text; plain numbers and truth values stand for their spelling where {@code lenient}. */
    List<String> texts(String key, String expected, boolean lenient) {
        if (!(node(key, expected) instanceof Sequence sequence)) {
            throw problem(key, "found " + values.get(key).describe() + ", expected " + expected + ".");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < sequence.values().size(); i++) {
            YamlNode node = sequence.values().get(i);
            String at = child(key) + "[" + i + "]";
            boolean taken = node instanceof Scalar scalar
                    && !scalar.text().isBlank()
                    && (scalar.kind() == Kind.TEXT || (lenient && scalar.kind() != Kind.NOTHING));
            if (!taken) {
                throw problem(origin, at, node.line(), "found " + node.describe() + ", expected text.");
            }
            String text = ((Scalar) node).text();
            if (texts.contains(text)) {
                throw problem(origin, at, node.line(), "'" + text + "' stands in the list twice; expected it once.");
            }
            texts.add(text);
        }
        if (texts.isEmpty()) {
            throw problem(key, "found an empty list, expected " + expected + ".");
        }
        return texts;
    }

    private YamlNode node(String key, String expected) {
        YamlNode node = values.get(key);
        if (node == null) {
            throw problem(origin, path, line, "the key '" + key + "' is missing; expected " + expected + ".");
        }
        return node;
    }

    InvalidPipelineException problem(String key, String message) {
        YamlNode node = values.get(key);
        return problem(origin, child(key), node == null ? line : node.line(), message);
    }

    /** A problem with the section as a whole. */
    InvalidPipelineException problem(String message) {
        return problem(origin, path, line, message);
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static InvalidPipelineException problem(String origin, String path, int line, String message) {
        String where = path.isEmpty() ? "" : ", " + path;
        return new InvalidPipelineException(origin + ", line " + line + where + ": " + message);
    }
}
