package dev.riffle.trainer.clustering;

import dev.riffle.detector.encoder.DenseLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What an algorithm has learned, as far as it takes to say which cluster a new row belongs to. */
public sealed interface ClusterModel {

    /** The same behind an encoder: rows are its inputs, and what were rows are its codes. */
    ClusterModel behind(List<DenseLayer> encoder);

    /**
     * A row belongs to the centre nearest to its code.
     *
     * @param encoder layers from a row to its code; none where the code is the row
     * @param centres {@code [cluster][unit]}, at least one
     */
    record Centroids(List<DenseLayer> encoder, float[][] centres) implements ClusterModel {
        public Centroids {
            encoder = List.copyOf(encoder);
            if (centres.length == 0) {
                throw new IllegalArgumentException("there are no centres; at least 1 was expected");
            }
        }

        @Override
        public ClusterModel behind(List<DenseLayer> before) {
            return new Centroids(joined(before, encoder), centres);
        }
    }

    /**
     * A row belongs to the autoencoder that reconstructs it best.
     *
     * @param encoders layers of each autoencoder's encoder
     * @param decoders layers of each autoencoder's decoder, in the same order
     */
    record Mixture(List<List<DenseLayer>> encoders, List<List<DenseLayer>> decoders) implements ClusterModel {
        public Mixture {
            encoders = encoders.stream().map(List::copyOf).toList();
            decoders = decoders.stream().map(List::copyOf).toList();
            if (encoders.isEmpty() || encoders.size() != decoders.size()) {
                throw new IllegalArgumentException("there are " + encoders.size() + " encoders and " + decoders.size()
                        + " decoders; equally many and at least 1 were expected");
            }
        }

        /** @throws UnsupportedOperationException always: a mixture reconstructs rows, not codes */
        @Override
        public ClusterModel behind(List<DenseLayer> before) {
            throw new UnsupportedOperationException("a mixture of autoencoders reconstructs rows, not codes of them");
        }
    }

    /**
     * A row belongs to the cluster of the core point nearest to its code, and to none if that is further than the
     * radius.
     *
     * @param encoder layers from a row to its code; none where the code is the row
     * @param points codes of core points, {@code [point][unit]}
     * @param clusters of the points, each at least 0
     * @param radius Euclidean, in the code's units, at least 0
     */
    record CorePoints(List<DenseLayer> encoder, float[][] points, int[] clusters, double radius)
            implements ClusterModel {
        public CorePoints {
            encoder = List.copyOf(encoder);
            Objects.requireNonNull(points, "points");
            if (points.length != clusters.length || !(radius >= 0)) {
                throw new IllegalArgumentException("there are " + points.length + " core points, " + clusters.length
                        + " clusters of them and a radius of " + radius
                        + "; one cluster per point and a radius of at least 0 were expected");
            }
        }

        @Override
        public ClusterModel behind(List<DenseLayer> before) {
            return new CorePoints(joined(before, encoder), points, clusters, radius);
        }
    }

    private static List<DenseLayer> joined(List<DenseLayer> first, List<DenseLayer> second) {
        List<DenseLayer> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
