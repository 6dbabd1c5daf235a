package dev.riffle.console.commands;

import dev.riffle.console.terminal.Json;
import dev.riffle.trainer.evaluation.ClusterCount;
import dev.riffle.trainer.evaluation.ClusteringMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a clustering came to.
 *
 * @param k clusters that were looked for
 * @param classes classes in the data
 * @param noise rows in no cluster
 * @param count how k was found, if it was not given
 * @param seconds wall time of the algorithm
 */
record ClusterReport(
        String algorithm,
        int rows,
        int columns,
        int classes,
        int k,
        long seed,
        int noise,
        ClusteringMetrics metrics,
        Optional<ClusterCount> count,
        double seconds) {

    String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("algorithm", algorithm);
        json.put("nmi", metrics.nmi());
        json.put("nmiMax", metrics.nmiMax());
        json.put("nmiGeometric", metrics.nmiGeometric());
        json.put("ari", metrics.ari());
        json.put("acc", metrics.acc());
        json.put("vMeasure", metrics.vMeasure());
        json.put("homogeneity", metrics.homogeneity());
        json.put("completeness", metrics.completeness());
        json.put("rand", metrics.rand());
        json.put("clusters", metrics.clusters());
        json.put("noise", noise);
        json.put("seconds", seconds);
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
        StringBuilder text = new StringBuilder();
        line(text, "algorithm", "%s, seed %d".formatted(algorithm, seed));
        line(text, "rows", "%,d of %,d columns, %,d classes".formatted(rows, columns, classes));
        line(text, "clusters", "%,d (k = %,d%s), %,d rows are noise".formatted(metrics.clusters(), k, foundBy(), noise));
        line(text, "NMI", "%.4f (over the larger entropy %.4f)".formatted(metrics.nmi(), metrics.nmiMax()));
        line(text, "ARI", "%.4f".formatted(metrics.ari()));
        line(text, "ACC", "%.4f".formatted(metrics.acc()));
        line(text, "V-measure", "%.4f".formatted(metrics.vMeasure()));
        line(text, "homogeneity", "%.4f".formatted(metrics.homogeneity()));
        line(text, "completeness", "%.4f".formatted(metrics.completeness()));
        line(text, "time", "%.1f s".formatted(seconds));
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
