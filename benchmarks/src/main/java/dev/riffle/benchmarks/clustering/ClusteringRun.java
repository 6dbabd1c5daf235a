package dev.riffle.benchmarks.clustering;

import com.fasterxml.jackson.databind.JsonNode;
import dev.riffle.benchmarks.runs.Circumstances;
import dev.riffle.console.clustering.MeasuredClustering;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A finished run.
 *
 * @param rows rows that were clustered
 * @param k clusters that were looked for
 * @param figures every defined figure by its name in JSON
 */
record ClusteringRun(Cell cell, int rows, int k, Map<String, Double> figures, Circumstances circumstances) {
    private static final String DEFAULT = "default";

    /** The run as it is kept. */
    static Map<String, Object> json(
            Cell cell, int rows, int k, MeasuredClustering clustering, Circumstances circumstances) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("algorithm", cell.algorithm());
        run.put("set", cell.set().id());
        run.put("rows", rows);
        run.put("seed", cell.seed());
        run.put("epochs", asked(cell.epochs()));
        run.put("kAsked", asked(cell.k()));
        run.put("k", k);
        run.putAll(clustering.figures());
        circumstances.addTo(run);
        return run;
    }

    static ClusteringRun of(JsonNode run) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : run.properties()) {
            if (field.getValue().isNumber()) {
                figures.put(field.getKey(), field.getValue().asDouble());
            }
        }
        return new ClusteringRun(
                new Cell(
                        run.path("algorithm").asText(),
                        ImageSet.valueOf(run.path("set").asText().toUpperCase(Locale.ROOT)),
                        run.path("seed").asLong(),
                        asked(run.path("kAsked")),
                        asked(run.path("epochs"))),
                run.path("rows").asInt(),
                run.path("k").asInt(),
                figures,
                Circumstances.of(run));
    }

    /** NaN where it is undefined. */
    double figure(String name) {
        return figures.getOrDefault(name, Double.NaN);
    }

    private static Object asked(OptionalInt number) {
        return number.isPresent() ? (Object) number.getAsInt() : DEFAULT;
    }

    private static OptionalInt asked(JsonNode number) {
        return number.isInt() ? OptionalInt.of(number.asInt()) : OptionalInt.empty();
    }
}
