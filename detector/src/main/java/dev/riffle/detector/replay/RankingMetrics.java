package dev.riffle.detector.replay;

import java.util.Arrays;

/** How well scores rank anomalies above normal events. Equal scores are treated as scikit-learn treats them. */
public final class RankingMetrics {
    private RankingMetrics() {}

    /**
     * Area under the ROC curve: the probability that an anomaly scores above a normal event, ties counting half (Mann
     * and Whitney 1947).
     *
     * @param scores higher means more anomalous; no {@code NaN}
     * @param labels true for anomalies, one per score
     * @return in [0, 1]; {@code NaN} unless there are anomalies and normal events
     */
    public static double auroc(double[] scores, boolean[] labels) {
        Ranked ranked = new Ranked(scores, labels);
        double negatives = scores.length - ranked.positives;
        double wins = 0;
        double positivesAbove = 0;
        for (int i = 0; i < ranked.groups; i++) {
            double negativesHere = ranked.sizes[i] - ranked.positivesOf[i];
            wins += negativesHere * (positivesAbove + 0.5 * ranked.positivesOf[i]);
            positivesAbove += ranked.positivesOf[i];
        }
        return wins / (ranked.positives * negatives);
    }

    /**
     * Average precision: sum over distinct thresholds of precision times the gain in recall, without interpolation.
     *
     * @param scores higher means more anomalous; no {@code NaN}
     * @param labels true for anomalies, one per score
     * @return in [0, 1]; {@code NaN} where there are no anomalies
     */
    public static double averagePrecision(double[] scores, boolean[] labels) {
        Ranked ranked = new Ranked(scores, labels);
        double sum = 0;
        double positives = 0;
        double events = 0;
        for (int i = 0; i < ranked.groups; i++) {
            positives += ranked.positivesOf[i];
            events += ranked.sizes[i];
            sum += ranked.positivesOf[i] * positives / events;
        }
        return sum / ranked.positives;
    }

    /** Events in groups of equal score, highest score first. */
    private static final class Ranked {
        private final double positives;
        private final int groups;
        private final double[] sizes;
        private final double[] positivesOf;

        Ranked(double[] scores, boolean[] labels) {
            if (scores.length != labels.length) {
                throw new IllegalArgumentException(
                        scores.length + " scores came with " + labels.length + " labels, expected one each");
            }
            double[] anomalous = new double[scores.length];
            int count = 0;
            for (int i = 0; i < scores.length; i++) {
                if (Double.isNaN(scores[i])) {
                    throw new IllegalArgumentException("score " + i + " is NaN, expected a number");
                }
                if (labels[i]) {
                    anomalous[count++] = scores[i] + 0.0; // -0.0 and 0.0 are one score
                }
            }
            double[] all = scores.clone();
            for (int i = 0; i < all.length; i++) {
                all[i] += 0.0;
            }
            Arrays.sort(all);
            Arrays.sort(anomalous, 0, count);
            positives = count;
            sizes = new double[all.length];
            positivesOf = new double[all.length];
            int group = 0;
            int anomaly = count - 1;
            for (int i = all.length - 1; i >= 0; group++) {
                double score = all[i];
                for (; i >= 0 && all[i] == score; i--) {
                    sizes[group]++;
                }
                for (; anomaly >= 0 && anomalous[anomaly] == score; anomaly--) {
                    positivesOf[group]++;
                }
            }
            groups = group;
        }
    }
}
