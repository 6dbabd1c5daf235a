package dev.riffle.trainer.training;

import dev.riffle.detector.DetectorAssembly;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;
import dev.riffle.detector.clustering.KMeans;
import java.util.Map;

/** k-means in the latent space of the autoencoder that scores: one network for all. */
public final class LatentKMeans implements ClusterFitting {
    public static final String ALGORITHM = "autoencoder-kmeans";

    static final int ITERATIONS = 30;

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    @Override
    public Clusters fit(DetectorAssembly assembly, int clusters, TrainingConfig config, Progress progress) {
        Centroids centroids = KMeans.fit(assembly.latentPoints(), clusters, ITERATIONS, config.seed())
                .centroids();
        return new Clusters(new LatentCentroids(), centroids, Map.of());
    }
}
