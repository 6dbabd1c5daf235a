package dev.riffle.detector.clustering;

import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseStack;
import java.util.List;
import java.util.Objects;

/**
 * How events are assigned to clusters: the part that a training fixes. What moves with the stream, each cluster's id,
 * mass, position, spread and last-seen time, is {@link Centroids} beside it, in {@link ClusterState#latent()}.
 *
 * <p>A cluster model gives every event a nearest cluster, a distance and a position in the model's space. For models
 * with centroids the position is where the event lies among them. For the others it is the distance alone, so that
 * their centroids' only coordinate is the cluster's mean distance and their only variance its spread: the same sums,
 * merges and snapshots serve all of them.
 *
 * <p>Immutable by agreement: arrays are handed over, not copied.
 */
public sealed interface ClusterModel {
    /** Most autoencoders of a mixture, and most clusters that core points belong to. */
    int MOST_CLUSTERS = 4096;

    /**
     * Dimension of the space that the clusters' centroids lie in.
     *
     * @param latentDimension dimension of the scoring autoencoder's latent space
     */
    int dimension(int latentDimension);

    /** True if clusters are centroids, which can be added and taken away while the model is in use. */
    default boolean growing() {
        return false;
    }

    /**
     * The nearest centroid in the latent space of the autoencoder that also scores. Distance: Euclidean, in that space.
     */
    record LatentCentroids() implements ClusterModel {
        @Override
        public int dimension(int latentDimension) {
            return latentDimension;
        }

        @Override
        public boolean growing() {
            return true;
        }
    }

    /**
     * The nearest centroid in the code of an encoder of its own; without layers, among the scaled inputs themselves.
     * Distance: Euclidean, in that code.
     *
     * @param encoder its inputs are the scaled columns
     */
    record EncodedCentroids(DenseStack encoder) implements ClusterModel {
        public EncodedCentroids {
            Objects.requireNonNull(encoder, "encoder");
        }

        @Override
        public int dimension(int latentDimension) {
            return encoder.outputs();
        }

        @Override
        public boolean growing() {
            return true;
        }
    }

    /**
     * The autoencoder that reconstructs the event best, one per cluster (Opochinsky et al. 2020). Distance: Euclidean,
     * between the scaled event and the winner's reconstruction, {@code ||x - x'||}.
     *
     * <p>A mixture with a gating network (DAMIC, Chazan et al. 2019) is served by the same rule: of its
     * responsibilities {@code p(i | x) ~ p(i; gate(x)) exp(-||x - x_i'||^2)} only the reconstruction part decides, the
     * gate's prior is left out.
     *
     * @param autoencoders by cluster, at least 1, at most {@value #MOST_CLUSTERS}, all of the same width
     */
    record AutoencoderMixture(List<DenseAutoencoder> autoencoders) implements ClusterModel {
        /** @throws IllegalArgumentException if there are none, too many, or their widths differ */
        public AutoencoderMixture {
            autoencoders = List.copyOf(autoencoders);
            if (autoencoders.isEmpty() || autoencoders.size() > MOST_CLUSTERS) {
                throw new IllegalArgumentException("Mixture has " + autoencoders.size()
                        + " autoencoders; expected at least 1 and at most " + MOST_CLUSTERS);
            }
            for (int i = 1; i < autoencoders.size(); i++) {
                if (autoencoders.get(i).inputs() != autoencoders.get(0).inputs()) {
                    throw new IllegalArgumentException("Mixture's autoencoder " + i + " has "
                            + autoencoders.get(i).inputs() + " inputs; expected "
                            + autoencoders.get(0).inputs() + ", as autoencoder 0 has");
                }
            }
        }

        /** Width of the scaled input. */
        public int inputs() {
            return autoencoders.get(0).inputs();
        }

        @Override
        public int dimension(int latentDimension) {
            return 1;
        }
    }

    /**
     * The cluster of the nearest core point in an encoder's code (DBSCAN, Ester et al. 1996: a core point has many
     * neighbours within the radius, and a cluster is what is within the radius of its core points). Distance: Euclidean,
     * to that point. What is further away than the radius is noise: it lies where there was little, teaches its nearest
     * cluster nothing, and its distance counts in the density trigger.
     *
     * @param encoder its inputs are the scaled columns
     * @param points positions, row-major {@code [point][encoder.outputs()]} in one array, finite; at least 1, at most
     *     {@value #MOST_POINTS}
     * @param clusters cluster index per point, 0 to the number of clusters - 1, each of which has a point
     * @param radius above 0, finite; {@link Double#MAX_VALUE} where nothing is noise
     */
    record CorePoints(DenseStack encoder, float[] points, int[] clusters, double radius) implements ClusterModel {
        /** Most core points: each costs a distance per event. */
        public static final int MOST_POINTS = 100_000;

        /** @throws IllegalArgumentException if lengths disagree or a value is out of its range */
        public CorePoints {
            Objects.requireNonNull(encoder, "encoder");
            if (clusters.length == 0 || clusters.length > MOST_POINTS) {
                throw new IllegalArgumentException("There are " + clusters.length
                        + " core points; expected at least 1 and at most " + MOST_POINTS);
            }
            if (points.length != (long) clusters.length * encoder.outputs()) {
                throw new IllegalArgumentException(clusters.length + " core points have " + points.length
                        + " values; expected " + encoder.outputs() + " each, the encoder's outputs");
            }
            for (int i = 0; i < points.length; i++) {
                if (!Float.isFinite(points[i])) {
                    throw new IllegalArgumentException("Core point " + i / encoder.outputs() + " is " + points[i]
                            + " in dimension " + i % encoder.outputs() + "; expected a finite value");
                }
            }
            requireEveryCluster(clusters);
            if (!(radius > 0) || Double.isInfinite(radius)) {
                throw new IllegalArgumentException(
                        "Radius of core points is " + radius + "; expected a finite value above 0");
            }
        }

        private static void requireEveryCluster(int[] clusters) {
            int count = 0;
            for (int i = 0; i < clusters.length; i++) {
                if (clusters[i] < 0 || clusters[i] >= MOST_CLUSTERS) {
                    throw new IllegalArgumentException("Core point " + i + " belongs to cluster " + clusters[i]
                            + "; expected 0 to " + (MOST_CLUSTERS - 1));
                }
                count = Math.max(count, clusters[i] + 1);
            }
            boolean[] seen = new boolean[count];
            for (int cluster : clusters) {
                seen[cluster] = true;
            }
            for (int j = 0; j < count; j++) {
                if (!seen[j]) {
                    throw new IllegalArgumentException(
                            "No core point belongs to cluster " + j + " of " + count + "; expected at least 1");
                }
            }
        }

        /** Number of clusters. */
        public int clusterCount() {
            int count = 0;
            for (int cluster : clusters) {
                count = Math.max(count, cluster + 1);
            }
            return count;
        }

        @Override
        public int dimension(int latentDimension) {
            return 1;
        }
    }
}
