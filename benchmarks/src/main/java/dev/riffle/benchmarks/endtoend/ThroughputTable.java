package dev.riffle.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.benchmarks.runs.Markdown;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.console.terminal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest measurement of every format and delivery. Ratios are of the same round, where both sides had the same
 * machine, as far as there is such a thing.
 */
final class ThroughputTable {
    static final String ECHO = "echo";
    static final String ANSWER = "answer";
    static final String FULL = "full";
    static final String FULL_HISTORY = "fullHistory";
    static final String DECODING = "json-decoding";

    private static final List<String> CONTENDERS = List.of(ECHO, ANSWER, FULL, FULL_HISTORY);
    private static final List<String> FORMATS = List.of("avro", "json");
    private static final List<String> DELIVERIES = List.of("at-least-once", "exactly-once");
    private static final Map<String, String> TITLES = Map.of(
            ECHO, "pass-through: decode, write the event again",
            ANSWER, "decode, write an empty assignment",
            FULL, "the scoring job",
            FULL_HISTORY, "the scoring job with six history features");

    private final List<JsonNode> runs;

    private ThroughputTable(List<JsonNode> runs) {
        this.runs = runs;
    }

    static ThroughputTable of(List<JsonNode> runs) {
        return new ThroughputTable(runs);
    }

    /** Figure by round of the newest session that measured this. */
    private Map<Integer, Double> figures(String format, String delivery, String contender, String figure) {
        Map<Integer, Double> figures = new TreeMap<>();
        Optional<String> session = newest(format, delivery);
        for (JsonNode run : runs) {
            if (session.isPresent()
                    && run.path("session").asText().equals(session.get())
                    && is(run, format, delivery)
                    && run.path("contender").asText().equals(contender)) {
                figures.put(run.path("round").asInt(), run.path(figure).asDouble());
            }
        }
        return figures;
    }

    private Optional<String> newest(String format, String delivery) {
        return runs.stream()
                .filter(run -> is(run, format, delivery))
                .map(run -> run.path("session").asText())
                .max(String::compareTo);
    }

    private static boolean is(JsonNode run, String format, String delivery) {
        return run.path("format").asText().equals(format)
                && run.path("delivery").asText().equals(delivery);
    }

    /** Throughput of a contender as a multiple of another's; processor time counts the other way round. */
    private Optional<Rounds> ratio(String format, String delivery, String contender, String of, String figure) {
        Map<Integer, Double> above = figures(format, delivery, contender, figure);
        Map<Integer, Double> below = figures(format, delivery, of, figure);
        List<Double> ratios = new ArrayList<>();
        above.forEach((round, value) -> {
            Double other = below.get(round);
            if (other != null) {
                ratios.add(figure.equals("cpuMicros") ? other / value : value / other);
            }
        });
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Rounds.of(ratios));
    }

    String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        for (String delivery : DELIVERIES) {
            boolean usual = delivery.equals(DELIVERIES.get(0));
            json.put(usual ? "ratios" : "exactlyOnceRatios", ratios(delivery, "eventsPerSecond", ECHO));
            json.put(usual ? "cpuRatios" : "exactlyOnceCpuRatios", ratios(delivery, "cpuMicros", ECHO));
            json.put(
                    usual ? "cpuRatiosToEmptyAnswer" : "exactlyOnceCpuRatiosToEmptyAnswer",
                    ratios(delivery, "cpuMicros", ANSWER));
        }
        Map<String, Object> speeds = new LinkedHashMap<>();
        for (String delivery : DELIVERIES) {
            for (String format : FORMATS) {
                for (String contender : CONTENDERS) {
                    Map<Integer, Double> figures = figures(format, delivery, contender, "eventsPerSecond");
                    if (!figures.isEmpty()) {
                        speeds.put(
                                "%s %s %s".formatted(delivery, format, contender),
                                Rounds.of(List.copyOf(figures.values())).json());
                    }
                }
            }
        }
        json.put("eventsPerSecond", speeds);
        decoding()
                .ifPresent(run -> json.put(
                        "jsonDecodingRatio", run.path("ratio").path("median").asDouble()));
        return Json.line(json);
    }

    private Map<String, Object> ratios(String delivery, String figure, String of) {
        Map<String, Object> ratios = new LinkedHashMap<>();
        for (String format : FORMATS) {
            ratio(format, delivery, FULL, of, figure).ifPresent(found -> ratios.put(format, found.median()));
            ratio(format, delivery, FULL_HISTORY, of, figure)
                    .ifPresent(found -> ratios.put(format + "History", found.median()));
        }
        return ratios;
    }

    private Optional<JsonNode> decoding() {
        return runs.stream()
                .filter(run -> run.path("contender").asText().equals(DECODING))
                .reduce((first, second) -> second);
    }

    Markdown report(String notes) {
        Markdown report = new Markdown()
                .heading(1, "Throughput")
                .paragraph(
                        "Written by `riffle bench throughput`. All jobs read the same events from a broker in the same process, have the same source, codec, sink, parallelism and object reuse, and take turns; rounds before those that count warm up. Measured is from 20 % to 90 % of the events, by what arrives on the topic of assignments. Processor time is that of the whole process, broker, garbage collection and compilation included: on a machine that others use too it says more than the wall's clock. Figures are medians (least to most) over rounds; ratios are taken within a round first.")
                .paragraph(
                        "The pass-through job decodes every event and writes it again, all its fields. The second job decodes and writes an assignment without a score, as the scoring job does before its first model: it moves fewer bytes than the pass-through and does nothing that the scoring job does not do as well.");
        for (String delivery : DELIVERIES) {
            for (String format : FORMATS) {
                newest(format, delivery).ifPresent(session -> section(report, format, delivery, session));
            }
        }
        decoding().ifPresent(run -> report.heading(2, "JSON decoding alone")
                .paragraph(
                        "One thread, %d numeric fields of four decimals, straight into the event's numbers: %s ns per event. Jackson's streaming parser into a map and from there: %s ns. %s times as many events. %s"
                                .formatted(
                                        run.path("columns").asInt(),
                                        spread(run.path("straightNanos"), "%,.0f"),
                                        spread(run.path("mapNanos"), "%,.0f"),
                                        spread(run.path("ratio"), "%.2f"),
                                        circumstances(List.of(run)))));
        if (!notes.isBlank()) {
            report.paragraph(notes);
        }
        return report;
    }

    private static String spread(JsonNode rounds, String format) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                rounds.path("median").asDouble(),
                rounds.path("min").asDouble(),
                rounds.path("max").asDouble());
    }

    private void section(Markdown report, String format, String delivery, String session) {
        List<JsonNode> measured = runs.stream()
                .filter(run -> is(run, format, delivery)
                        && run.path("session").asText().equals(session))
                .toList();
        JsonNode one = measured.get(0);
        List<List<String>> rows = new ArrayList<>();
        for (String contender : CONTENDERS) {
            Map<Integer, Double> wall = figures(format, delivery, contender, "eventsPerSecond");
            if (wall.isEmpty()) {
                continue;
            }
            rows.add(List.of(
                    TITLES.get(contender),
                    text(Rounds.of(List.copyOf(wall.values())), "%,.0f"),
                    text(
                            Rounds.of(List.copyOf(figures(format, delivery, contender, "cpuMicros")
                                    .values())),
                            "%.2f"),
                    share(format, delivery, contender, ECHO, "eventsPerSecond"),
                    share(format, delivery, contender, ECHO, "cpuMicros"),
                    share(format, delivery, contender, ANSWER, "cpuMicros")));
        }
        report.heading(2, "%s, %s".formatted(format.equals("avro") ? "Avro" : "JSON", delivery))
                .paragraph(
                        "%d numeric features, %d clusters, model: %s; parallelism %d, %,d events a round, checkpoints every %.0f s. %s"
                                .formatted(
                                        one.path("columns").asInt(),
                                        one.path("clusters").asInt(),
                                        one.path("recipe").asText(),
                                        one.path("parallelism").asInt(),
                                        one.path("events").asLong(),
                                        one.path("checkpointMillis").asDouble() / 1_000,
                                        circumstances(measured)))
                .table(
                        List.of(
                                "job",
                                "events/s",
                                "processor µs per event",
                                "of pass-through",
                                "by processor time",
                                "of the empty answer, by processor time"),
                        rows);
    }

    private String share(String format, String delivery, String contender, String of, String figure) {
        return contender.equals(of)
                ? "1"
                : ratio(format, delivery, contender, of, figure)
                        .map(found -> text(found, "%.2f"))
                        .orElse("");
    }

    private static String text(Rounds rounds, String format) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                rounds.median(),
                rounds.least(),
                rounds.most());
    }

    private static String circumstances(List<JsonNode> measured) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (JsonNode run : measured) {
            Circumstances at = Circumstances.of(run);
            least = Math.min(least, Math.min(at.loadAtStart(), at.loadAtEnd()));
            most = Math.max(most, Math.max(at.loadAtStart(), at.loadAtEnd()));
        }
        Circumstances last = Circumstances.of(measured.get(measured.size() - 1));
        return String.format(
                Locale.ROOT,
                "Commit %s on %s, %d processors, load %.1f to %.1f, %s.",
                last.code(),
                last.processor(),
                last.threads(),
                least,
                most,
                last.date());
    }
}
