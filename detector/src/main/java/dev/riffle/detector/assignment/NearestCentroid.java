package dev.riffle.detector.assignment;

import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.kernel.Distances;
import dev.riffle.detector.kernel.StackKernel;

/** The nearest centroid, which moves as the stream goes on. */
final class NearestCentroid implements ClusterAssigner {
    /** Where an event lies among the centroids. */
    @FunctionalInterface
    private interface Space {
        void locate(float[] scaled, float[] latent, float[] position);
    }

    private final Space space;
    private Distances distances;
    private float[] squared;
    private int cluster;

    private NearestCentroid(Space space, Centroids clusters) {
        this.space = space;
        use(clusters);
    }

    static NearestCentroid inLatentSpace(Centroids clusters) {
        return new NearestCentroid((scaled, latent, position) -> copy(latent, position), clusters);
    }

    static NearestCentroid inCodeOf(DenseStack encoder, Centroids clusters) {
        if (encoder.isIdentity()) {
            return new NearestCentroid((scaled, latent, position) -> copy(scaled, position), clusters);
        }
        StackKernel kernel = StackKernel.of(encoder);
        return new NearestCentroid((scaled, latent, position) -> kernel.run(scaled, position), clusters);
    }

    private static void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    @Override
    public void assign(float[] scaled, float[] latent, float[] position) {
        space.locate(scaled, latent, position);
        distances.squared(position, squared);
        cluster = Distances.nearest(squared);
    }

    @Override
    public int dimension() {
        return distances.dimension();
    }

    @Override
    public int cluster() {
        return cluster;
    }

    @Override
    public double distance() {
        return Math.sqrt(squared[cluster]);
    }

    @Override
    public boolean isNoise() {
        return false;
    }

    @Override
    public void use(Centroids clusters) {
        distances = Distances.to(clusters.centres(), clusters.dimension());
        squared = new float[clusters.count()];
    }
}
