package dev.riffle.benchmarks.quality;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * One stream with one seed and variant, finished.
 *
 * @param rankings by title of what ranked the events
 * @param budgets by budget as people write it
 * @param usual verdicts by {@link QualityMeasurement#RARE}, without a budget
 * @param secondsTraining wall time
 * @param secondsScoring processor time of scoring and learning, without reading and features
 */
record QualityRun(
        String group,
        String set,
        int part,
        long seed,
        String variant,
        int scored,
        Map<String, Ranking> rankings,
        Map<String, Alerts> budgets,
        Confusion usual,
        double secondsTraining,
        double secondsScoring) {
    /** AUROC and average precision in [0, 1]. */
    record Ranking(double auroc, double averagePrecision) {}

    /**
     * @param rate share of the second half's events that were alerts
     * @param precision share of all alerts that were anomalies; NaN without alerts
     * @param recall share of all anomalies that were alerts; NaN without anomalies
     */
    record Alerts(double rate, double precision, double recall) {}

    /** Counts of verdicts against labels. */
    record Confusion(long truePositives, long falsePositives, long trueNegatives, long falseNegatives) {
        Confusion plus(Confusion other) {
            return new Confusion(
                    truePositives + other.truePositives,
                    falsePositives + other.falsePositives,
                    trueNegatives + other.trueNegatives,
                    falseNegatives + other.falseNegatives);
        }

        double f1() {
            return 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
        }

        /** Share of the normal events that were flagged. */
        double falseAlarmRate() {
            return (double) falsePositives / (falsePositives + trueNegatives);
        }

        /** Share of the anomalies that were not. */
        double missedAlarmRate() {
            return (double) falseNegatives / (falseNegatives + truePositives);
        }
    }

    static QualityRun of(JsonNode run) {
        JsonNode usual = run.path("usual");
        return new QualityRun(
                run.path("group").asText(),
                run.path("set").asText(),
                run.path("part").asInt(),
                run.path("seed").asLong(),
                run.path("variant").asText(),
                run.path("scored").asInt(),
                byName(
                        run.path("rankings"),
                        node -> new Ranking(number(node, "auroc"), number(node, "averagePrecision"))),
                byName(
                        run.path("budgets"),
                        node -> new Alerts(number(node, "rate"), number(node, "precision"), number(node, "recall"))),
                new Confusion(
                        usual.path("truePositives").asLong(),
                        usual.path("falsePositives").asLong(),
                        usual.path("trueNegatives").asLong(),
                        usual.path("falseNegatives").asLong()),
                number(run, "secondsTraining"),
                number(run, "secondsScoring"));
    }

    private static <T> Map<String, T> byName(JsonNode object, Function<JsonNode, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        object.properties().forEach(entry -> map.put(entry.getKey(), value.apply(entry.getValue())));
        return map;
    }

    private static double number(JsonNode node, String name) {
        return node.path(name).asDouble(Double.NaN);
    }

    boolean isOf(QualitySet other, long otherSeed, Variant otherVariant) {
        return set.equals(other.name())
                && part == other.part()
                && seed == otherSeed
                && variant.equals(otherVariant.name());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("group", group);
        json.put("set", set);
        json.put("part", part);
        json.put("seed", seed);
        json.put("variant", variant);
        json.put("scored", scored);
        json.put("rankings", rankings);
        Map<String, Object> alerts = new LinkedHashMap<>();
        budgets.forEach((budget, figures) -> alerts.put(budget, json(figures)));
        json.put("budgets", alerts);
        json.put("usual", usual);
        json.put("secondsTraining", secondsTraining);
        json.put("secondsScoring", secondsScoring);
        return json;
    }

    /** JSON has no NaN. */
    private static Map<String, Object> json(Alerts alerts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rate", alerts.rate());
        if (!Double.isNaN(alerts.precision())) {
            json.put("precision", alerts.precision());
        }
        if (!Double.isNaN(alerts.recall())) {
            json.put("recall", alerts.recall());
        }
        return json;
    }
}
