package dev.riffle.trainer.clustering;

import dev.riffle.detector.clustering.KMeans;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Lloyd's k-means (1982) from k-means++ seeds (Arthur and Vassilvitskii 2007): of several restarts the one of least
 * inertia, as the published baselines take it.
 */
public final class LloydKMeans implements ClusteringAlgorithm {
    private static final int RESTARTS = 10;
    private static final int ITERATIONS = 300;

    /** Settings' epochs are Lloyd's iterations at most, 300 by default. */
    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        KMeans.Fit best =
                fit(rows, settings.clusters(), settings.epochs().orElse(ITERATIONS), settings.seed(), progress);
        int columns = rows[0].length;
        float[] flat = best.centroids().centres();
        float[][] centres = new float[settings.clusters()][];
        Arrays.setAll(centres, j -> Arrays.copyOfRange(flat, j * columns, (j + 1) * columns));
        return new FittedClustering(best.assignment(), new ClusterModel.Centroids(List.of(), centres));
    }

    /** The best of several restarts. */
    static KMeans.Fit fit(float[][] rows, int clusters, int iterations, long seed, Progress progress) {
        KMeans.Fit best = null;
        for (int restart = 0; restart < RESTARTS; restart++) {
            TrainingInterruptedException.throwIfInterrupted("clustering");
            KMeans.Fit fit = KMeans.fit(rows, clusters, iterations, seed + restart);
            if (best == null || fit.inertia() < best.inertia()) {
                best = fit;
            }
            progress.report(new Progress.Step(
                    Progress.Phase.CLUSTERING, restart + 1, RESTARTS, best.inertia() / rows.length, Duration.ZERO));
        }
        return best;
    }
}
