package dev.riffle.benchmarks.learning;

import dev.riffle.detector.clustering.CentroidSums;
import dev.riffle.detector.clustering.CentroidSumsAccumulator;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.KMeans;
import dev.riffle.detector.clustering.LearningStatistics;
import dev.riffle.detector.clustering.OnlineKMeans;
import dev.riffle.detector.clustering.Seeding;
import dev.riffle.detector.kernel.Distances;
import dev.riffle.detector.replay.PrequentialEvaluation;
import java.util.List;

/** As the job learns: sums of gradients, merged every 200 events. K-means of the warm-up begins, as the trainer's does. */
final class RiffleClusters implements StreamClusterer {
    private static final int ITERATIONS = 100;
    /** A mixture that never learns: a model has one. */
    private static final Centroids NO_DENSITY = Centroids.fresh(1, new double[] {1}, new float[] {0}, new float[] {1});

    private final float[][] rows;
    private final OnlineKMeans clustering;
    private final CentroidSumsAccumulator sums;
    private final float[] squared;
    private ClusterState clusters;
    private Distances distances;
    private int pending;

    RiffleClusters(LearningStream stream, int k, long seed, double halfLife) {
        rows = stream.rows();
        clustering = new OnlineKMeans(halfLife);
        Centroids first = KMeans.fit(stream.warmUpRows(), k, ITERATIONS, seed, Seeding.GREEDY)
                .centroids();
        clusters = new ClusterState(1, 0, first, NO_DENSITY);
        sums = new CentroidSumsAccumulator(first);
        squared = new float[first.count()];
        distances = Distances.to(first.centres(), first.dimension());
    }

    @Override
    public void learn(int row) {
        distances.squared(rows[row], squared);
        sums.add(Distances.nearest(squared), rows[row], row);
        if (++pending == PrequentialEvaluation.DEFAULT_MERGE_EVERY) {
            merge();
        }
    }

    private void merge() {
        LearningStatistics statistics = new LearningStatistics(
                1, clusters.version(), pending, pending, sums.drain(), CentroidSums.empty(clusters.density()));
        clusters = clustering.merge(clusters, List.of(statistics), clusters.version() + 1);
        sums.rebase(clusters.latent());
        distances = Distances.to(clusters.latent().centres(), clusters.latent().dimension());
        pending = 0;
    }

    @Override
    public double[][] centres() {
        if (pending > 0) {
            merge();
        }
        return KMeansCentres.of(clusters.latent());
    }
}
