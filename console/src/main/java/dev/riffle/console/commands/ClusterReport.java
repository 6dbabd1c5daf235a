package dev.riffle.console.commands;

import dev.riffle.console.clustering.MeasuredClustering;
import dev.riffle.console.terminal.Json;
import dev.riffle.trainer.evaluation.ClusterCount;
import dev.riffle.trainer.evaluation.ClusteringMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code riffle cluster} prints.
 *
 * @param classes classes in the data
 * @param k clusters that were looked for
 * @param count how k was found, if it was not given
 */
record ClusterReport(
        String algorithm,
        int rows,
        int columns,
        int classes,
        int k,
        long seed,
        MeasuredClustering clustering,
        Optional<ClusterCount> count) {

    String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("algorithm", algorithm);
        json.putAll(clustering.figures());
        json.put("rows", rows);
        json.put("columns", columns);
        json.put("classes", classes);
        json.put("k", k);
        count.ifPresent(tried -> {
            json.put("kBySilhouette", tried.bySilhouette());
            json.put("kByElbow", tried.byElbow());
        });
        json.put("seed", seed);
        return Json.line(json);
    }

    String toText() {
        ClusteringMetrics metrics = clustering.metrics();
        StringBuilder text = new StringBuilder();
        line(text, "algorithm", "%s, seed %d".formatted(algorithm, seed));
        line(text, "rows", "%,d of %,d columns, %,d classes".formatted(rows, columns, classes));
        line(
                text,
                "clusters",
                "%,d (k = %,d%s), %,d rows are noise".formatted(metrics.clusters(), k, foundBy(), clustering.noise()));
        line(text, "NMI", "%.4f (over the larger entropy %.4f)".formatted(metrics.nmi(), metrics.nmiMax()));
        line(text, "ARI", "%.4f".formatted(metrics.ari()));
        line(text, "ACC", "%.4f".formatted(metrics.acc()));
        line(text, "V-measure", "%.4f".formatted(metrics.vMeasure()));
        line(text, "homogeneity", "%.4f".formatted(metrics.homogeneity()));
        line(text, "completeness", "%.4f".formatted(metrics.completeness()));
        line(text, "Rand", "%.4f".formatted(metrics.rand()));
        line(
                text,
                "silhouette",
                Double.isNaN(clustering.silhouette())
                        ? "undefined for fewer than two clusters"
                        : "%.4f".formatted(clustering.silhouette()));
        line(text, "time", "%.1f s".formatted(clustering.seconds()));
        return text.toString();
    }

    private String foundBy() {
        return count.map(tried -> " by the silhouette; the elbow says " + tried.byElbow())
                .orElse("");
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-14s %s%n".formatted(name, value));
    }
}
