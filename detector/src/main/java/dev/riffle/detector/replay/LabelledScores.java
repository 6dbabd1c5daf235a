package dev.riffle.detector.replay;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Trigger;
import dev.riffle.detector.replay.ReplayReport.LabelFigures;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Collects scores and verdicts of labelled events, in primitive arrays: replays run to millions of events. */
final class LabelledScores {
    private double[] scores = new double[1024];
    private double[] byReconstruction = new double[1024];
    private double[] byDensity = new double[1024];
    private boolean[] labels = new boolean[1024];
    private int size;
    private long positives;
    private long alerts;
    private long trueAlerts;

    void add(Detection detection, boolean label, boolean alerted) {
        if (size == scores.length) {
            scores = Arrays.copyOf(scores, 2 * size);
            byReconstruction = Arrays.copyOf(byReconstruction, 2 * size);
            byDensity = Arrays.copyOf(byDensity, 2 * size);
            labels = Arrays.copyOf(labels, 2 * size);
        }
        scores[size] = detection.surprise();
        byReconstruction[size] = detection.reconstructionSurprise();
        byDensity[size] = detection.densitySurprise();
        labels[size] = label;
        size++;
        positives += label ? 1 : 0;
        alerts += alerted ? 1 : 0;
        trueAlerts += label && alerted ? 1 : 0;
    }

    Optional<LabelFigures> figures() {
        if (size == 0) {
            return Optional.empty();
        }
        double[] allScores = Arrays.copyOf(scores, size);
        boolean[] allLabels = Arrays.copyOf(labels, size);
        return Optional.of(new LabelFigures(
                size,
                positives,
                RankingMetrics.auroc(allScores, allLabels),
                RankingMetrics.averagePrecision(allScores, allLabels),
                (double) trueAlerts / alerts,
                (double) trueAlerts / positives,
                Map.of(
                        Trigger.RECONSTRUCTION, auroc(byReconstruction, allLabels),
                        Trigger.DENSITY, auroc(byDensity, allLabels))));
    }

    private double auroc(double[] surprises, boolean[] allLabels) {
        return RankingMetrics.auroc(Arrays.copyOf(surprises, size), allLabels);
    }
}
