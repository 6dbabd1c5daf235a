package dev.riffle.benchmarks.endtoend;

import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.schemas.codec.RecordFormat;

/**
 * A kind of stream.
 *
 * @param format of the events and of the answers
 * @param columns numeric features of an event, at least 2
 * @param history whether six history features are computed of its key as well
 * @param keys different keys, at least 1
 */
record Workload(RecordFormat format, int columns, boolean history, int keys) {
    private static final String[] HISTORY = {
        "{name: count, type: history, key: key, statistic: count, window: 1h}",
        "{name: mean, type: history, key: key, of: x0, statistic: mean, window: 1h}",
        "{name: max, type: history, key: key, of: x0, statistic: max, window: 1h}",
        "{name: deviation, type: history, key: key, of: x0, statistic: deviation, window: 1h}",
        "{name: sum, type: history, key: key, of: x1, statistic: sum, window: 1d}",
        "{name: sinceLast, type: history, key: key, statistic: sinceLast}"
    };

    Workload {
        if (columns < 2) {
            throw new IllegalArgumentException("columns are %,d; at least 2 were expected".formatted(columns));
        }
        if (keys < 1) {
            throw new IllegalArgumentException("keys are %,d; at least 1 was expected".formatted(keys));
        }
    }

    /** The pipeline file's text. */
    String yaml() {
        StringBuilder yaml = new StringBuilder(
                "name: load\nevent: {id: id, keys: [key], time: {field: time, format: epoch-millis}}\nfeatures:\n");
        for (int i = 0; i < columns; i++) {
            yaml.append("  - {name: x%d, type: number, field: x%d}%n".formatted(i, i));
        }
        if (history) {
            for (String feature : HISTORY) {
                yaml.append("  - ").append(feature).append('\n');
            }
        }
        return yaml.toString();
    }

    Pipeline pipeline() {
        return Pipeline.parse(yaml(), "workload " + this);
    }

    /** Prefix of its topics. */
    String topicPrefix() {
        return "%s-%s-%d-%d.".formatted(formatName(), history ? "history" : "plain", columns, keys);
    }

    String formatName() {
        return format == RecordFormat.AVRO ? "avro" : "json";
    }
}
