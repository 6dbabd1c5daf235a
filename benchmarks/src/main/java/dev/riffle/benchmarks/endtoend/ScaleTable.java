package dev.riffle.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The newest measurement of every size, on as many cores as it had: parallelism is compared on cores of its number. */
final class ScaleTable {
    private static final Map<String, String> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("features", "Features");
        GROUPS.put("clusters", "Clusters");
        GROUPS.put("keys", "Keys, with six history features");
        GROUPS.put("parallelism", "Parallelism");
    }

    private final Map<String, JsonNode> newest = new LinkedHashMap<>();

    ScaleTable(List<JsonNode> runs) {
        runs.forEach(run -> newest.put(
                run.path("case").asText() + " on " + Circumstances.of(run).threads(), run));
    }

    Markdown report(String notes) {
        Markdown report = new Markdown()
                .heading(1, "Scale")
                .paragraph(
                        "Written by `riffle bench scale`: the scoring job works off a backlog of Avro events, at-least-once, checkpoints every 2 s, network columns-64-16-64-columns. Medians (least to most) over rounds after one that warms up. Processor time is the whole process's, of which the broker's share stands beside it; what is left is what a task manager needs. State is that of a checkpoint after the last event; per key by the keys that had an event.");
        GROUPS.forEach((group, title) -> section(report, group, title));
        return notes.isBlank() ? report : report.paragraph(notes);
    }

    private void section(Markdown report, String group, String title) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode run : newest.values()) {
            if (run.path("group").asText().equals(group)) {
                rows.add(row(run));
            }
        }
        if (!rows.isEmpty()) {
            report.heading(2, title)
                    .table(
                            List.of(
                                    "features",
                                    "clusters",
                                    "keys seen",
                                    "backend",
                                    "parallelism",
                                    "cores",
                                    "events/s",
                                    "µs per event",
                                    "of it broker",
                                    "checkpoint",
                                    "bytes per key",
                                    "measured"),
                            rows);
        }
    }

    private static List<String> row(JsonNode run) {
        boolean history = run.path("history").asBoolean();
        long bytes = run.path("checkpointBytes").asLong();
        Circumstances at = Circumstances.of(run);
        return List.of(
                "%,d".formatted(run.path("columns").asInt()),
                "%,d".formatted(run.path("clusters").asInt()),
                history ? "%,d".formatted(run.path("keysSeen").asInt()) : "",
                run.path("backend").asText(),
                run.path("parallelism").asText(),
                Integer.toString(at.threads()),
                spread(run.path("eventsPerSecond"), "%,.0f"),
                spread(run.path("cpuMicros"), "%.1f"),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        run.path("brokerMicros").path("median").asDouble()),
                String.format(
                        Locale.ROOT,
                        "%.1f MB in %,d ms",
                        bytes / 1e6,
                        run.path("checkpointMillis").asLong()),
                history
                        ? String.format(
                                Locale.ROOT,
                                "%,.0f",
                                (double) bytes / run.path("keysSeen").asInt())
                        : "",
                String.format(
                        Locale.ROOT,
                        "%s, load %.0f to %.0f, %.16s",
                        at.code(),
                        at.loadAtStart(),
                        at.loadAtEnd(),
                        at.date()));
    }

    private static String spread(JsonNode figure, String format) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                figure.path("median").asDouble(),
                figure.path("min").asDouble(),
                figure.path("max").asDouble());
    }
}
