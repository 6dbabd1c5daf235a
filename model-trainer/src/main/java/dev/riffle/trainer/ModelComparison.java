package dev.riffle.trainer;

import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterChange;
import dev.riffle.detector.clustering.ClusterChanges;
import dev.riffle.detector.clustering.LineageEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** In what two models differ, for people. What is equal is left out, but for the figures. */
public final class ModelComparison {
    private static final String NONE = "-";

    private final ModelBundle older;
    private final ModelBundle newer;
    private final AlertBudget budget;

    /** @param budget alert budget that thresholds are for */
    public ModelComparison(ModelBundle older, ModelBundle newer, AlertBudget budget) {
        this.older = Objects.requireNonNull(older, "older");
        this.newer = Objects.requireNonNull(newer, "newer");
        this.budget = Objects.requireNonNull(budget, "budget");
    }

    /** One value of each model, "-" where a model has none. */
    public record Pair(String older, String newer) {}

    /** Where they come from. */
    public Map<String, Pair> provenance() {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        pairs.put(
                "pipeline",
                pair(older.pipeline().fingerprint(), newer.pipeline().fingerprint()));
        pairs.put(
                "algorithm",
                pair(older.provenance().algorithm(), newer.provenance().algorithm()));
        pairs.put(
                "created",
                pair(
                        time(older.provenance().createdMillis()),
                        time(newer.provenance().createdMillis())));
        pairs.put(
                "data from",
                pair(
                        time(older.provenance().dataFromMillis()),
                        time(newer.provenance().dataFromMillis())));
        pairs.put(
                "data to",
                pair(
                        time(older.provenance().dataToMillis()),
                        time(newer.provenance().dataToMillis())));
        pairs.put(
                "training rows",
                pair(older.provenance().trainingRows(), newer.provenance().trainingRows()));
        pairs.put(
                "held-out rows",
                pair(older.provenance().holdoutRows(), newer.provenance().holdoutRows()));
        pairs.put("seed", pair(older.provenance().seed(), newer.provenance().seed()));
        pairs.put(
                "code version",
                pair(older.provenance().codeVersion(), newer.provenance().codeVersion()));
        return different(pairs);
    }

    /** What the trainings were told. */
    public Map<String, Pair> settings() {
        return different(
                pairs(older.provenance().hyperparameters(), newer.provenance().hyperparameters()));
    }

    /** Figures on held-out rows, equal ones too. */
    public Map<String, Pair> figures() {
        return pairs(
                shown(older.provenance().holdoutFigures()),
                shown(newer.provenance().holdoutFigures()));
    }

    /** The threshold that each starts with under the budget, and its clusters. */
    public Map<String, Pair> decisions() {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        pairs.put("score threshold at the start", pair(threshold(older), threshold(newer)));
        pairs.put("reconstruction error at 99 %", pair(errorAt99(older), errorAt99(newer)));
        pairs.put(
                "clusters",
                pair(
                        older.clusters().latent().count(),
                        newer.clusters().latent().count()));
        pairs.put("cluster ids", pair(ids(older), ids(newer)));
        pairs.put(
                "density components",
                pair(
                        older.clusters().density().count(),
                        newer.clusters().density().count()));
        return pairs;
    }

    /**
     * What happened to each cluster, in sentences: from the newer model's lineage where it was made after the older one,
     * and else from the ids alone.
     */
    public List<String> changes() {
        List<LineageEntry> lineage = newer.parentVersion() == older.modelVersion() ? newer.lineage() : List.of();
        List<String> sentences = new ArrayList<>();
        for (ClusterChange change : ClusterChanges.of(
                older.clusters().latent().ids(), newer.clusters().latent().ids(), lineage)) {
            sentences.add(change.kind()
                    + " " + change.clusterId()
                    + (change.relatedIds().isEmpty() ? "" : " " + change.relatedIds())
                    + (change.share() == 0
                            ? ""
                            : String.format(Locale.ROOT, " (%.1f %% of its events)", 100 * change.share())));
        }
        return sentences;
    }

    /** All of it, for machines. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("older", older.modelVersion());
        map.put("newer", newer.modelVersion());
        map.put("provenance", provenance());
        map.put("settings", settings());
        map.put("figures", figures());
        map.put("decisions", decisions());
        map.put("clusters", changes());
        return map;
    }

    private String threshold(ModelBundle bundle) {
        return String.format(Locale.ROOT, "%.6f", -Math.expm1(-new StreamingDetector(bundle, budget).threshold()));
    }

    private static String errorAt99(ModelBundle bundle) {
        return String.format(
                Locale.ROOT, "%.5g", bundle.scores().reconstruction().quantile(0.99));
    }

    private static String ids(ModelBundle bundle) {
        long[] ids = bundle.clusters().latent().ids();
        return "highest " + LongStream.of(ids).max().orElseThrow();
    }

    private static Map<String, String> shown(Map<String, Double> figures) {
        Map<String, String> shown = new TreeMap<>();
        figures.forEach((name, figure) -> shown.put(name, String.format(Locale.ROOT, "%.5g", figure)));
        return shown;
    }

    private static Map<String, Pair> pairs(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        Map<String, Pair> pairs = new LinkedHashMap<>();
        for (String name : names) {
            pairs.put(name, new Pair(before.getOrDefault(name, NONE), after.getOrDefault(name, NONE)));
        }
        return pairs;
    }

    private static Map<String, Pair> different(Map<String, Pair> pairs) {
        Map<String, Pair> different = new LinkedHashMap<>(pairs);
        different.values().removeIf(pair -> pair.older().equals(pair.newer()));
        return different;
    }

    private static Pair pair(Object before, Object after) {
        return new Pair(String.valueOf(before), String.valueOf(after));
    }

    private static String time(long millis) {
        return millis == 0 ? NONE : Instant.ofEpochMilli(millis).toString();
    }
}
