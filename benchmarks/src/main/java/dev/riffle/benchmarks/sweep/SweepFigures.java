package dev.riffle.benchmarks.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.riffle.benchmarks.runs.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What the runs of a sweep came to, over seeds. Of two runs of one point the later counts. */
final class SweepFigures {
    /** The figures that the paper plots, by their names in JSON. */
    static final Map<String, String> METRICS = metrics();

    private final Map<SweepPoint, JsonNode> runs = new LinkedHashMap<>();

    private static Map<String, String> metrics() {
        Map<String, String> metrics = new LinkedHashMap<>();
        metrics.put("vMeasure", "V-measure");
        metrics.put("nmiMax", "NMI (max)");
        metrics.put("ari", "ARI");
        return metrics;
    }

    /** @param rows only runs on so many count */
    SweepFigures(Collection<JsonNode> all, int rows) {
        for (JsonNode run : all) {
            if (run.path("rows").asInt() == rows) {
                runs.put(SweepPoint.of(run), run);
            }
        }
    }

    boolean contains(SweepPoint point) {
        return runs.containsKey(point);
    }

    /** The runs that count. */
    Collection<JsonNode> runs() {
        return runs.values();
    }

    /** A metric of autoencoded k-means without noise by the width of the code. */
    Map<Integer, Spread> byWidth(String metric, OptionalInt epochs) {
        Map<Integer, List<Double>> values = new TreeMap<>();
        runs.forEach((point, run) -> {
            if (point.code().isPresent() && point.noise() == 0 && point.epochs().equals(epochs)) {
                add(values, point.code().getAsInt(), run, metric);
            }
        });
        return spreads(values);
    }

    /** A metric by noise: of autoencoded k-means with one width of the code, or of gradient k-means. */
    Map<Integer, Spread> byNoise(String metric, OptionalInt code, OptionalInt epochs) {
        Map<Integer, List<Double>> values = new TreeMap<>();
        runs.forEach((point, run) -> {
            if (point.code().equals(code) && point.epochs().equals(code.isPresent() ? epochs : OptionalInt.empty())) {
                add(values, point.noise(), run, metric);
            }
        });
        return spreads(values);
    }

    /** A metric of gradient k-means without noise. */
    Optional<Spread> kMeans(String metric) {
        return Optional.ofNullable(
                byNoise(metric, OptionalInt.empty(), OptionalInt.empty()).get(0));
    }

    private static void add(Map<Integer, List<Double>> values, int at, JsonNode run, String metric) {
        values.computeIfAbsent(at, unseen -> new ArrayList<>())
                .add(run.path(metric).asDouble());
    }

    private static Map<Integer, Spread> spreads(Map<Integer, List<Double>> values) {
        Map<Integer, Spread> spreads = new TreeMap<>();
        values.forEach((at, all) -> spreads.put(
                at, Spread.of(all.stream().mapToDouble(Double::doubleValue).toArray())));
        return spreads;
    }
}
