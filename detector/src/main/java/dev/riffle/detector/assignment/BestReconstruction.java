package dev.riffle.detector.assignment;

import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.kernel.DenseKernel;

/** The autoencoder that reconstructs an event best, the first of equal ones. What moves are its statistics alone. */
final class BestReconstruction implements ClusterAssigner {
    private final DenseKernel[] kernels;
    private final float[][] codes;
    private final float[] reconstruction;
    private int cluster;
    private double distance;

    BestReconstruction(AutoencoderMixture mixture) {
        kernels = mixture.autoencoders().stream().map(DenseKernel::of).toArray(DenseKernel[]::new);
        codes = new float[kernels.length][];
        for (int i = 0; i < kernels.length; i++) {
            codes[i] = new float[kernels[i].latentDimension()];
        }
        reconstruction = new float[mixture.inputs()];
    }

    @Override
    public void assign(float[] scaled, float[] latent, float[] position) {
        float least = Float.POSITIVE_INFINITY;
        cluster = 0;
        for (int i = 0; i < kernels.length; i++) {
            kernels[i].encode(scaled, codes[i]);
            kernels[i].decode(codes[i], reconstruction);
            float squared = squaredDistance(scaled, reconstruction);
            if (squared < least) {
                least = squared;
                cluster = i;
            }
        }
        distance = Math.sqrt(Math.min(least, Float.MAX_VALUE));
        position[0] = (float) distance;
    }

    @Override
    public int dimension() {
        return 1;
    }

    private static float squaredDistance(float[] a, float[] b) {
        float sum = 0;
        for (int f = 0; f < a.length; f++) {
            float difference = a[f] - b[f];
            sum += difference * difference;
        }
        return sum;
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
        return false;
    }

    @Override
    public void use(Centroids clusters) {
        // Mean and spread of the distances decide nothing.
    }
}
