package dev.riffle.trainer.training;

import dev.riffle.detector.DetectorAssembly;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import java.util.Map;
import java.util.Objects;

/** Fits the clusters that a detector assigns events to. */
public interface ClusterFitting {
    /** The name that a training configuration asks for it by. */
    String algorithm();

    /**
     * Fits clusters on the rows that the training kept. The same rows and configuration give the same clusters.
     *
     * @param assembly has the rows and the autoencoder that scores
     * @param heldOutRows scaled rows to measure on, but not to fit on, at least one
     * @param clusters clusters looked for, at least 1, at most the rows
     * @param former the parent's clusters of the same rows; who can begins with them
     * @param config seed, epochs and rows of the clustering count here
     * @throws TrainingFailedException if no cluster was found
     * @throws TrainingInterruptedException if the thread was interrupted
     */
    Clusters fit(
            DetectorAssembly assembly,
            float[][] heldOutRows,
            int clusters,
            FormerClusters former,
            TrainingConfig config,
            Progress progress);

    /**
     * What was fitted.
     *
     * @param statistics mass and spread over the rows, in the model's space
     * @param figures what there is to say of the fit, for provenance, finite
     */
    record Clusters(ClusterModel model, Centroids statistics, Map<String, Double> figures) {
        public Clusters {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(statistics, "statistics");
            figures = Map.copyOf(figures);
        }
    }
}
