package dev.riffle.detector.assignment;

import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.kernel.Distances;
import dev.riffle.detector.kernel.StackKernel;

/** The cluster of the nearest core point, the first of equally near ones; noise beyond the radius. */
final class NearestCorePoint implements ClusterAssigner {
    private final CorePoints model;
    private final StackKernel kernel;
    private final Distances distances;
    private final float[] code;
    private final float[] squared;
    private int cluster;
    private double distance;

    NearestCorePoint(CorePoints model) {
        this.model = model;
        kernel = StackKernel.of(model.encoder());
        distances = Distances.to(model.points(), model.encoder().outputs());
        code = new float[model.encoder().outputs()];
        squared = new float[model.clusters().length];
    }

    @Override
    public void assign(float[] scaled, float[] latent, float[] position) {
        kernel.run(scaled, code);
        distances.squared(code, squared);
        int nearest = Distances.nearest(squared);
        cluster = model.clusters()[nearest];
        distance = Math.sqrt(squared[nearest]);
        position[0] = (float) distance;
    }

    @Override
    public int dimension() {
        return 1;
    }

    @Override
    public int cluster() {
        return cluster;
    }

    @Override
    public double distance() {
        return distance;
    }

    @Override
    public boolean isNoise() {
        return distance > model.radius();
    }

    @Override
    public void use(Centroids clusters) {
        // Core points stay where they are; mean and spread of the distances decide nothing.
    }
}
