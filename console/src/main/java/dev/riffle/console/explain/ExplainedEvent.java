package dev.riffle.console.explain;

import dev.riffle.console.terminal.Json;
import dev.riffle.detector.Detection;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.anomaly.Explanation.Contribution;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Durations;
import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a model says about one event on its own: no history, and the threshold that the model's calibration gives.
 *
 * @param eventId id of the event
 * @param modelVersion version of the model
 */
public record ExplainedEvent(String eventId, long modelVersion, Judgement judgement, Explanation explanation) {
    /** Features that the table for people has. */
    private static final int SHOWN = 10;

    /** Judges and explains an event. */
    public static ExplainedEvent of(Event event, ModelBundle bundle, AlertBudget budget) {
        StreamingDetector detector = new StreamingDetector(bundle, budget);
        FeatureVector features = new FeatureExtractor(bundle.pipeline()).extract(event);
        Judgement judgement = detector.judge(features);
        return new ExplainedEvent(event.id(), bundle.modelVersion(), judgement, detector.explain(features, judgement));
    }

    /** One JSON object on one line; null stands for values that are missing. */
    public String toJson() {
        Detection detection = judgement.detection();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("eventId", eventId);
        json.put("modelVersion", modelVersion);
        json.put("verdict", judgement.verdict().name());
        json.put("score", detection.score());
        json.put("tailProbability", detection.tailProbability());
        json.put("threshold", judgement.scoreThreshold());
        json.put("triggers", triggers());
        json.put("surprise", detection.surprise());
        json.put(
                "surpriseByTrigger",
                Map.of(
                        "RECONSTRUCTION", detection.reconstructionSurprise(),
                        "DENSITY", detection.densitySurprise()));
        json.put("clusterId", detection.noise() ? null : detection.clusterId());
        json.put("nearestCluster", detection.clusterId());
        json.put("distance", detection.distance());
        json.put("distancePercentile", explanation.distancePercentile());
        List<Map<String, Object>> contributions = new ArrayList<>();
        for (Contribution part : explanation.contributions()) {
            Map<String, Object> contribution = new LinkedHashMap<>();
            contribution.put("column", part.column());
            contribution.put("feature", part.feature());
            contribution.put("share", part.share());
            contribution.put("observed", known(part.observed()));
            contribution.put("expected", known(part.expected()));
            contribution.put("window", part.window().map(Durations::format).orElse(null));
            contributions.add(contribution);
        }
        json.put("contributions", contributions);
        return Json.line(json);
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private List<String> triggers() {
        return new TreeSet<>(judgement.triggers()).stream().map(Enum::name).toList();
    }

    /** A table for people. */
    public String toText() {
        Detection detection = judgement.detection();
        StringBuilder text = new StringBuilder();
        line(text, "event", eventId);
        line(text, "model", Long.toString(modelVersion));
        line(
                text,
                "verdict",
                judgement.verdict() + (triggers().isEmpty() ? "" : ", by " + String.join(" and ", triggers())));
        line(
                text,
                "score",
                "%.6f, tail probability %.3g; an anomaly from %.6f"
                        .formatted(detection.score(), detection.tailProbability(), judgement.scoreThreshold()));
        line(
                text,
                "surprise",
                "%.2f: reconstruction %.2f, density %.2f"
                        .formatted(
                                detection.surprise(), detection.reconstructionSurprise(), detection.densitySurprise()));
        line(
                text,
                "cluster",
                "%s%d at distance %.3g, further than %.1f %% of its events"
                        .formatted(
                                detection.noise() ? "none; nearest " : "",
                                detection.clusterId(),
                                detection.distance(),
                                explanation.distancePercentile()));
        text.append("%n%-32s %7s %14s %14s %7s%n".formatted("feature", "share", "observed", "expected", "window"));
        List<Contribution> top = explanation.top(SHOWN);
        for (Contribution part : top) {
            text.append("%-32s %6.1f%% %14s %14s %7s%n"
                    .formatted(
                            part.column(),
                            100 * part.share(),
                            value(part.observed()),
                            value(part.expected()),
                            part.window().map(Durations::format).orElse("")));
        }
        int others = explanation.contributions().size() - top.size();
        if (others > 0) {
            double share = 1 - top.stream().mapToDouble(Contribution::share).sum();
            text.append("%-32s %6.1f%%%n".formatted(others + " others", 100 * share));
        }
        return text.toString();
    }

    private static String value(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.5g", value) : "missing";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-10s %s%n".formatted(name, value));
    }
}
