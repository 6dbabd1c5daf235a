package dev.riffle.console.backtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.riffle.detector.replay.AlertRates;
import dev.riffle.detector.replay.ReplayReport.LabelFigures;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a backtest found.
 *
 * @param pipeline the pipeline's name
 * @param features number of columns of its feature vectors
 * @param rows rows that were kept, warm-up and scored
 * @param warmUp rows that trained the first model and were not scored
 * @param scored rows that were scored, then learned from
 * @param alerts scored rows with verdict ANOMALY
 * @param rates how evenly they came
 * @param trainings models that were trained, at least 1
 * @param modelVersion version of the last one
 * @param secondsTraining wall time of all trainings
 * @param secondsScoring wall time of features, score and learning of the scored rows
 * @param cpuSecondsScoring processor time of the same
 * @param figures how scores and verdicts compare with the labels; empty without a label column
 * @param explainTop1 share of the flagged rows with an injected feature whose explanation names it first; NaN where
 *     none was flagged, empty where no column names injected features
 */
public record BacktestReport(
        String pipeline,
        int features,
        long seed,
        long rows,
        long warmUp,
        long scored,
        long alerts,
        AlertRates rates,
        int trainings,
        long modelVersion,
        double secondsTraining,
        double secondsScoring,
        double cpuSecondsScoring,
        Optional<LabelFigures> figures,
        OptionalDouble explainTop1) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Share of the scored rows with verdict ANOMALY. */
    public double alertRate() {
        return (double) alerts / scored;
    }

    /** Scored rows per second of wall time. */
    public double eventsPerSecond() {
        return scored / secondsScoring;
    }

    /** Scored rows per second of processor time, which other programs on the machine do not distort. */
    public double eventsPerCpuSecond() {
        return scored / cpuSecondsScoring;
    }

    /** One JSON object on one line; null stands for figures that are not defined. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("rows", rows).put("warmUp", warmUp).put("scored", scored).put("alerts", alerts);
        put(json, "alertRate", alertRate());
        put(json, "alertRateSecondHalf", rates.secondHalf());
        ObjectNode perThousand = json.putObject("alertRatePerThousand");
        put(perThousand, "min", rates.perThousand().min());
        put(perThousand, "median", rates.perThousand().median());
        put(perThousand, "max", rates.perThousand().max());
        put(json, "eventsPerSecond", eventsPerSecond());
        put(json, "eventsPerCpuSecond", eventsPerCpuSecond());
        figures.ifPresent(against -> {
            json.put("anomalies", against.positives());
            put(json, "auroc", against.auroc());
            put(json, "averagePrecision", against.averagePrecision());
            put(json, "precision", against.precision());
            put(json, "recall", against.recall());
            ObjectNode byTrigger = json.putObject("aurocByTrigger");
            new TreeMap<>(against.aurocByTrigger()).forEach((trigger, auroc) -> put(byTrigger, trigger.name(), auroc));
        });
        explainTop1.ifPresent(share -> put(json, "explainTop1", share));
        put(json, "secondsTraining", secondsTraining);
        put(json, "secondsScoring", secondsScoring);
        json.put("trainings", trainings).put("modelVersion", modelVersion);
        json.put("pipeline", pipeline).put("features", features).put("seed", seed);
        return json.toString();
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    /** A table for people. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, "rows", "%,d (warm-up %,d, scored %,d)".formatted(rows, warmUp, scored));
        line(text, "pipeline", "%s (%,d features)".formatted(pipeline, features));
        line(text, "model", "version %d, %d trained in %.1f s".formatted(modelVersion, trainings, secondsTraining));
        line(
                text,
                "speed",
                "%,.0f events/s (%,.0f per processor second)".formatted(eventsPerSecond(), eventsPerCpuSecond()));
        line(text, "alerts", "%,d (%.3f %% of the scored rows)".formatted(alerts, 100 * alertRate()));
        line(
                text,
                "",
                "%.3f %% in the second half; per thousand rows %.0f to %.0f, median %.1f"
                        .formatted(
                                100 * rates.secondHalf(),
                                rates.perThousand().min(),
                                rates.perThousand().max(),
                                rates.perThousand().median()));
        figures.ifPresent(against -> {
            line(
                    text,
                    "labelled anomalies",
                    "%,d (%.3f %%)".formatted(against.positives(), 100.0 * against.positives() / scored));
            line(text, "AUROC", figure(against.auroc()));
            new TreeMap<>(against.aurocByTrigger())
                    .forEach((trigger, auroc) ->
                            line(text, "  by " + trigger.name().toLowerCase(Locale.ROOT), figure(auroc)));
            line(text, "average precision", figure(against.averagePrecision()));
            line(text, "precision of alerts", figure(against.precision()));
            line(text, "recall of alerts", figure(against.recall()));
        });
        explainTop1.ifPresent(share -> line(text, "injected named first", figure(share)));
        return text.toString();
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "not defined" : "%.4f".formatted(value);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-20s %s%n".formatted(name, value));
    }
}
