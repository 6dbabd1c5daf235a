package dev.riffle.trainer.evaluation;

import dev.riffle.detector.clustering.KMeans;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How many clusters rows have, by k-means for every k of a range.
 *
 * @param tried one entry per k, ascending
 */
public record ClusterCount(List<Try> tried) {
    private static final int MOST_ROWS = 2_000;
    private static final int ITERATIONS = 50;
    private static final int RESTARTS = 3;

    /**
     * k-means with one number of clusters.
     *
     * @param k the number
     * @param inertia sum of squared distances to the centres
     * @param silhouette mean silhouette; NaN for k = 1
     */
    public record Try(int k, double inertia, double silhouette) {}

    public ClusterCount {
        tried = List.copyOf(tried);
        if (tried.isEmpty()) {
            throw new IllegalArgumentException("no number of clusters was tried; at least one was expected");
        }
    }

    /**
     * Tries every k of a range on at most 2,000 rows drawn at random.
     *
     * @param least smallest k, at least 1
     * @param most largest k, at least the smallest; never more than the rows
     * @throws IllegalArgumentException if the range is empty
     * @throws TrainingInterruptedException if the thread is interrupted
     */
    public static ClusterCount of(float[][] rows, int least, int most, long seed, Progress progress) {
        int end = Math.min(most, rows.length);
        if (least < 1 || end < least) {
            throw new IllegalArgumentException("k of " + least + " to " + most + " for " + rows.length
                    + " rows; a range within 1 and the number of rows was expected");
        }
        List<float[]> shuffled = new ArrayList<>(Arrays.asList(rows));
        Collections.shuffle(shuffled, new Random(seed));
        float[][] sample = shuffled.subList(0, Math.min(MOST_ROWS, rows.length)).toArray(float[][]::new);
        Silhouette silhouette = new Silhouette(sample, seed);
        List<Try> tried = new ArrayList<>();
        for (int k = least; k <= end; k++) {
            TrainingInterruptedException.throwIfInterrupted("looking for a number of clusters");
            KMeans.Fit best = null;
            for (int restart = 0; restart < RESTARTS; restart++) {
                KMeans.Fit fit = KMeans.fit(sample, k, ITERATIONS, seed + restart);
                if (best == null || fit.inertia() < best.inertia()) {
                    best = fit;
                }
            }
            tried.add(new Try(k, best.inertia(), silhouette.of(best.assignment())));
            progress.report(new Progress.Step(
                    Progress.Phase.CLUSTERING, k - least + 1, end - least + 1, Double.NaN, Duration.ZERO));
        }
        return new ClusterCount(tried);
    }

    /** The k of the largest silhouette, the first of equal ones; the smallest k where none is defined. */
    public int bySilhouette() {
        Try best = tried.get(0);
        for (Try candidate : tried) {
            if (candidate.silhouette() > best.silhouette() || Double.isNaN(best.silhouette())) {
                best = candidate;
            }
        }
        return best.k();
    }

    /** The elbow of the inertia: where it lies furthest below the line from the first k to the last. */
    public int byElbow() {
        Try first = tried.get(0);
        Try last = tried.get(tried.size() - 1);
        Try best = first;
        double furthest = 0;
        for (Try candidate : tried) {
            double share = (candidate.k() - first.k()) / (double) Math.max(1, last.k() - first.k());
            double below = first.inertia() + share * (last.inertia() - first.inertia()) - candidate.inertia();
            if (below > furthest) {
                furthest = below;
                best = candidate;
            }
        }
        return best.k();
    }
}
