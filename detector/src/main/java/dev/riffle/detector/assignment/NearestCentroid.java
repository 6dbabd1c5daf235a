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
        float[] position(float[] scaled, float[] latent);
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
        return new NearestCentroid((scaled, latent) -> latent.clone(), clusters);
    }

    static NearestCentroid inCodeOf(DenseStack encoder, Centroids clusters) {
        if (encoder.isIdentity()) {
            return new NearestCentroid((scaled, latent) -> scaled, clusters);
        }
        StackKernel kernel = StackKernel.of(encoder);
        return new NearestCentroid(
                (scaled, latent) -> {
                    float[] code = new float[kernel.outputs()];
                    kernel.run(scaled, code);
                    return code;
                },
                clusters);
    }

    @Override
    public float[] assign(float[] scaled, float[] latent) {
        float[] position = space.position(scaled, latent);
        distances.squared(position, squared);
        cluster = Distances.nearest(squared);
        return position;
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
