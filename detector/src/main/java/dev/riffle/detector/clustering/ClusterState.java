package dev.riffle.detector.clustering;

import java.util.Objects;

/**
 * All centroids of one model at one version.
 *
 * @param modelVersion version of the model, at least 0
 * @param version version of the centroids: 0 for those in the bundle, growing with every merge
 * @param latent centroids in latent space: the clusters that events are assigned to
 * @param density centroids of the density mixture over [scaled input, normalised residual]
 */
public record ClusterState(long modelVersion, long version, Centroids latent, Centroids density) {
    /** @throws IllegalArgumentException if a version is negative */
    public ClusterState {
        if (modelVersion < 0 || version < 0) {
            throw new IllegalArgumentException("cluster state has model version " + modelVersion + " and version "
                    + version + ", expected both to be at least 0");
        }
        Objects.requireNonNull(latent, "latent");
        Objects.requireNonNull(density, "density");
    }

    /** True if both have the same numbers of centroids and dimensions in both spaces. */
    public boolean hasShapeOf(ClusterState other) {
        return sameShape(latent, other.latent) && sameShape(density, other.density);
    }

    private static boolean sameShape(Centroids a, Centroids b) {
        return a.count() == b.count() && a.dimension() == b.dimension();
    }
}
