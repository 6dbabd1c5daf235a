package dev.riffle.detector.assignment;

import dev.riffle.detector.clustering.CentroidSums;
import dev.riffle.detector.clustering.CentroidSumsAccumulator;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;

/**
 * Counts rows into a cluster model's clusters: the statistics that a model starts with. Noise counts nowhere. A live
 * object for one thread.
 */
public final class ClusterTally {
    private final Centroids start;
    private final boolean centresAreMeans;
    private final ClusterAssigner assigner;
    private final CentroidSumsAccumulator sums;
    private final float[] position;

    private ClusterTally(ClusterModel model, Centroids start, boolean centresAreMeans) {
        this.start = start;
        this.centresAreMeans = centresAreMeans;
        assigner = ClusterAssigner.of(model, start);
        sums = new CentroidSumsAccumulator(start);
        position = new float[assigner.dimension()];
    }

    /** For a model whose centroids lie where the training has put them; only mass and spread are counted. */
    public static ClusterTally around(ClusterModel model, Centroids centroids) {
        return new ClusterTally(model, centroids, false);
    }

    /** For a model whose centroids hold the mean distance. */
    public static ClusterTally of(AutoencoderMixture mixture) {
        return ofDistances(mixture, mixture.autoencoders().size());
    }

    /** For a model whose centroids hold the mean distance. */
    public static ClusterTally of(CorePoints corePoints) {
        return ofDistances(corePoints, corePoints.clusterCount());
    }

    private static ClusterTally ofDistances(ClusterModel model, int clusters) {
        Centroids blank = Centroids.fresh(1, new double[clusters], new float[clusters], new float[clusters]);
        return new ClusterTally(model, blank, true);
    }

    /** Counts a row in, as {@link ClusterAssigner#assign} takes it. */
    public void add(float[] scaled, float[] latent) {
        assigner.assign(scaled, latent, position);
        if (!assigner.isNoise()) {
            sums.add(assigner.cluster(), position, 0);
        }
    }

    /** Hands out what was counted and starts afresh: ids are those of the start, masses the numbers of rows. */
    public Centroids drain() {
        CentroidSums counted = sums.drain();
        int dimension = start.dimension();
        float[] centres = start.centres().clone();
        float[] variances = new float[centres.length];
        for (int i = 0; i < centres.length; i++) {
            double rows = counted.counts()[i / dimension];
            if (rows > 0) {
                double shift = centresAreMeans ? counted.gradients()[i] / rows : 0;
                centres[i] = (float) (centres[i] + shift);
                variances[i] = (float) Math.max(0, counted.squares()[i] / rows - shift * shift);
            }
        }
        return new Centroids(dimension, start.ids(), counted.counts(), centres, variances, start.lastSeen());
    }
}
