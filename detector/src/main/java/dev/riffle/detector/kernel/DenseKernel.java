package dev.riffle.detector.kernel;

import dev.riffle.detector.encoder.DenseAutoencoder;

/**
 * Runs a dense autoencoder on one event at a time: a {@link StackKernel} for either half, with what that says of
 * threads, memory and precision.
 */
public final class DenseKernel {
    private final StackKernel encoder;
    private final StackKernel decoder;

    DenseKernel(StackKernel encoder, StackKernel decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /** A kernel for these weights: the Vector API's where its module is resolved, else the plain one. */
    public static DenseKernel of(DenseAutoencoder autoencoder) {
        return new DenseKernel(StackKernel.of(autoencoder.encoder()), StackKernel.of(autoencoder.decoder()));
    }

    /** What the kernel runs on, for logs and metrics: {@code vector-256} (bits) or {@code plain}. */
    public String name() {
        return encoder.name();
    }

    /** Width of the scaled input and of its reconstruction. */
    public int inputs() {
        return encoder.inputs();
    }

    /** Dimension of latent space. */
    public int latentDimension() {
        return encoder.outputs();
    }

    /**
     * Maps a scaled input to latent space.
     *
     * @param scaled {@link #inputs()} values
     * @param latent receives {@link #latentDimension()} values
     * @throws IllegalArgumentException if an array's length differs
     */
    public void encode(float[] scaled, float[] latent) {
        encoder.run(scaled, latent);
    }

    /**
     * Maps a position in latent space back to an input.
     *
     * @param latent {@link #latentDimension()} values
     * @param reconstruction receives {@link #inputs()} values
     * @throws IllegalArgumentException if an array's length differs
     */
    public void decode(float[] latent, float[] reconstruction) {
        decoder.run(latent, reconstruction);
    }
}
