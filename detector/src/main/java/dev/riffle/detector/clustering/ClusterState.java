package dev.riffle.detector.clustering;

import dev.riffle.detector.projection.Histograms;
import java.util.Objects;

/**
 * All that one model learns from its stream, at one version: centroids and histograms.
 *
 * @param modelVersion version of the model, at least 0
 * @param version version of the centroids: 0 for those in the bundle, growing with every merge
 * @param latent the clusters that events are assigned to, in the space of the bundle's {@link ClusterModel}
 * @param density centroids of the density mixture over [scaled input, normalised residual]
 * @param histograms over the model's projections of [scaled input, normalised residual]
 */
public record ClusterState(
        long modelVersion, long version, Centroids latent, Centroids density, Histograms histograms) {
    /** @throws IllegalArgumentException if a version is negative */
    public ClusterState {
        if (modelVersion < 0 || version < 0) {
            throw new IllegalArgumentException("cluster state has model version " + modelVersion + " and version "
                    + version + ", expected both to be at least 0");
        }
        Objects.requireNonNull(latent, "latent");
        Objects.requireNonNull(density, "density");
        Objects.requireNonNull(histograms, "histograms");
    }

    /** Of a model without projections. */
    public ClusterState(long modelVersion, long version, Centroids latent, Centroids density) {
        this(modelVersion, version, latent, density, Histograms.NONE);
    }

    /** True if both have the same numbers of centroids and dimensions in both spaces, and of projections and bins. */
    public boolean hasShapeOf(ClusterState other) {
        return sameShape(latent, other.latent)
                && sameShape(density, other.density)
                && histograms.hasShapeOf(other.histograms);
    }

    private static boolean sameShape(Centroids a, Centroids b) {
        return a.count() == b.count() && a.dimension() == b.dimension();
    }
}
