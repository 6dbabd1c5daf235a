package dev.riffle.detector.clustering;

/**
 * All centroids of one model at one version.
 *
 * @param modelVersion version of the model, at least 0
 * @param version version of the centroids: 0 for those in the bundle, growing with every merge
 * @param latent centroids in latent space: the clusters that events are assigned to
 * @param density centroids of the density mixture over [scaled input, normalised residual]
 */
public record ClusterState(long modelVersion, long version, Centroids latent, Centroids density) {}
