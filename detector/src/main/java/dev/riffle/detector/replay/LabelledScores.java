package dev.riffle.detector.replay;

import dev.riffle.detector.replay.ReplayReport.LabelFigures;
import java.util.Arrays;
import java.util.Optional;

/** Collects scores and verdicts of labelled events, in primitive arrays: replays run to millions of events. */
final class LabelledScores {
    private double[] scores = new double[1024];
    private boolean[] labels = new boolean[1024];
    private int size;
    private long positives;
    private long alerts;
    private long trueAlerts;

    void add(double score, boolean label, boolean alerted) {
        if (size == scores.length) {
            scores = Arrays.copyOf(scores, 2 * size);
            labels = Arrays.copyOf(labels, 2 * size);
        }
        scores[size] = score;
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
                (double) trueAlerts / positives));
    }
}
