package dev.riffle.detector.assignment;

import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;

/**
 * Assigns events to clusters by a {@link ClusterModel}, which says per kind what the distance is. A live object for one
 * thread: it owns scratch memory and the centroids in use, and a call allocates nothing.
 */
public sealed interface ClusterAssigner permits NearestCentroid, BestReconstruction, NearestCorePoint {

    /**
     * An assigner for the model.
     *
     * @param clusters centroids to start with, in the model's space
     */
    static ClusterAssigner of(ClusterModel model, Centroids clusters) {
        if (model instanceof LatentCentroids) {
            return NearestCentroid.inLatentSpace(clusters);
        }
        if (model instanceof EncodedCentroids encoded) {
            return NearestCentroid.inCodeOf(encoded.encoder(), clusters);
        }
        if (model instanceof AutoencoderMixture mixture) {
            return new BestReconstruction(mixture);
        }
        if (model instanceof CorePoints corePoints) {
            return new NearestCorePoint(corePoints);
        }
        throw new IllegalArgumentException("nothing assigns by " + model.getClass());
    }

    /**
     * Assigns an event; {@link #cluster}, {@link #distance} and {@link #isNoise} then tell to what.
     *
     * @param scaled scaled input
     * @param latent position in the scoring autoencoder's latent space
     * @param position receives the position in the cluster model's space, {@link #dimension()} values
     */
    void assign(float[] scaled, float[] latent, float[] position);

    /** Dimension of the cluster model's space. */
    int dimension();

    /** Index of the cluster that the last event was nearest to. */
    int cluster();

    /** The last event's distance to it, at least 0. */
    double distance();

    /** True if the last event belongs to no cluster, not even the nearest. */
    boolean isNoise();

    /** Takes newer centroids of the same dimension into use; as many as before unless the model is a growing one. */
    void use(Centroids clusters);
}
