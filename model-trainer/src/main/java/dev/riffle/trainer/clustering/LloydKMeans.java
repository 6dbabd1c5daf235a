package dev.riffle.trainer.clustering;

import dev.riffle.detector.clustering.KMeans;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lloyd's k-means (1982) from k-means++ seeds (Arthur and Vassilvitskii 2007): of several restarts the one of least
 * inertia, as the published baselines take it. Restarts run side by side; what comes out does not depend on the number
 * of threads.
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
        TrainingInterruptedException.throwIfInterrupted("clustering");
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(RESTARTS, Runtime.getRuntime().availableProcessors()), task -> {
                    Thread thread = new Thread(task, "riffle-kmeans");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            // Drawn, not counted up: neighbouring seeds would share nine of ten restarts.
            Random seeds = new Random(seed);
            List<Future<KMeans.Fit>> restarts = new ArrayList<>();
            for (int restart = 0; restart < RESTARTS; restart++) {
                long own = seeds.nextLong();
                restarts.add(threads.submit(() -> KMeans.fit(
                        rows,
                        clusters,
                        iterations,
                        own,
                        iteration -> TrainingInterruptedException.throwIfInterrupted("clustering"))));
            }
            return best(restarts, rows.length, progress);
        } finally {
            threads.shutdownNow();
        }
    }

    private static KMeans.Fit best(List<Future<KMeans.Fit>> restarts, int rows, Progress progress) {
        KMeans.Fit best = null;
        for (int restart = 0; restart < restarts.size(); restart++) {
            KMeans.Fit fit = result(restarts.get(restart));
            if (best == null || fit.inertia() < best.inertia()) {
                best = fit;
            }
            progress.report(new Progress.Step(
                    Progress.Phase.CLUSTERING, restart + 1, restarts.size(), best.inertia() / rows, Duration.ZERO));
        }
        return best;
    }

    private static KMeans.Fit result(Future<KMeans.Fit> restart) {
        try {
            return restart.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            TrainingInterruptedException.throwIfInterrupted("clustering");
            throw new IllegalStateException("Interrupted without a trace", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("A restart of k-means failed", e.getCause());
        }
    }
}
