package dev.riffle.detector.clustering;

import dev.riffle.detector.projection.Histograms;
import java.util.Arrays;
import java.util.Objects;

/**
 * All that one model learns from its stream, at one version: centroids and histograms.
 *
 * @param modelVersion version of the model, at least 0
 * @param version version of the centroids: 0 for those in the bundle, growing with every merge
 * @param latent the clusters that events are assigned to, in the space of the bundle's {@link ClusterModel}
 * @param density centroids of the density mixture over [scaled input, normalised residual]
 * @param histograms over the model's projections of [scaled input, normalised residual]
 * @param nextId above the id of every cluster that the model has or had
 */
public record ClusterState(
        long modelVersion, long version, Centroids latent, Centroids density, Histograms histograms, long nextId) {
    /** @throws IllegalArgumentException if a version is negative, or the next id is in use */
    public ClusterState {
        if (modelVersion < 0 || version < 0) {
            throw new IllegalArgumentException("cluster state has model version " + modelVersion + " and version "
                    + version + ", expected both to be at least 0");
        }
        Objects.requireNonNull(latent, "latent");
        Objects.requireNonNull(density, "density");
        Objects.requireNonNull(histograms, "histograms");
        if (nextId < aboveAll(latent)) {
            throw new IllegalArgumentException(
                    "next cluster id is " + nextId + ", expected at least " + aboveAll(latent) + ", above all in use");
        }
    }

    /** Of a model that has had no other clusters. */
    public ClusterState(long modelVersion, long version, Centroids latent, Centroids density, Histograms histograms) {
        this(modelVersion, version, latent, density, histograms, aboveAll(latent));
    }

    /** Of a model without projections that has had no other clusters. */
    public ClusterState(long modelVersion, long version, Centroids latent, Centroids density) {
        this(modelVersion, version, latent, density, Histograms.NONE);
    }

    /** The same with other clusters. */
    ClusterState withClusters(Centroids clusters, long newNextId) {
        return new ClusterState(modelVersion, version, clusters, density, histograms, newNextId);
    }

    private static long aboveAll(Centroids centroids) {
        return Arrays.stream(centroids.ids()).max().orElse(-1) + 1;
    }

    /**
     * True if the clusters of both have the same dimension (their number may change with the stream), and density
     * centroids, projections and bins are as many and of the same dimension.
     */
    public boolean hasShapeOf(ClusterState other) {
        return latent.dimension() == other.latent.dimension()
                && sameShape(density, other.density)
                && histograms.hasShapeOf(other.histograms);
    }

    private static boolean sameShape(Centroids a, Centroids b) {
        return a.count() == b.count() && a.dimension() == b.dimension();
    }
}
