package dev.riffle.detector.bundle;

import dev.riffle.detector.clustering.Centroids;

/** Centroids as tensors {@code clusters.<space>.*}. */
final class CentroidTensors {
    private CentroidTensors() {}

    static void write(String space, Centroids centroids, TensorWriter tensors) {
        String prefix = "clusters." + space;
        int count = centroids.count();
        tensors.add(prefix + ".ids", centroids.ids(), count);
        tensors.add(prefix + ".masses", centroids.masses(), count);
        tensors.add(prefix + ".centres", centroids.centres(), count, centroids.dimension());
        tensors.add(prefix + ".variances", centroids.variances(), count, centroids.dimension());
        tensors.add(prefix + ".lastSeen", centroids.lastSeen(), count);
    }

    static Centroids read(String space, int dimension, TensorReader tensors) throws InvalidBundleException {
        String prefix = "clusters." + space;
        int count = tensors.extent(prefix + ".ids", 0);
        return new Centroids(
                dimension,
                tensors.longs(prefix + ".ids", count),
                tensors.doubles(prefix + ".masses", count),
                tensors.floats(prefix + ".centres", count, dimension),
                tensors.floats(prefix + ".variances", count, dimension),
                tensors.longs(prefix + ".lastSeen", count));
    }
}
