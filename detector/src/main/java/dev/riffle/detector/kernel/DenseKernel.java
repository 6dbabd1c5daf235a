package dev.riffle.detector.kernel;

import dev.riffle.detector.encoder.DenseAutoencoder;

/**
 * Runs a dense autoencoder on one event at a time. A live object for one thread: it owns scratch memory, and a call
 * allocates nothing.
 *
 * <p>Arrays handed in have exactly the length that their role asks for; a kernel keeps none of them. Activations are
 * rational approximations within 1e-6 of the exact functions; sums are float32's. {@code NaN} in gives {@code NaN} out.
 */
public sealed interface DenseKernel permits VectorDenseKernel, PlainDenseKernel {

    /** A kernel for these weights: the Vector API's where its module is resolved, else the plain one. */
    static DenseKernel of(DenseAutoencoder autoencoder) {
        return VectorModule.isResolved() ? new VectorDenseKernel(autoencoder) : new PlainDenseKernel(autoencoder);
    }

    /** What the kernel runs on, for logs and metrics: {@code vector-256} (bits) or {@code plain}. */
    String name();

    /** Width of the scaled input and of its reconstruction. */
    int inputs();

    /** Dimension of latent space. */
    int latentDimension();

    /**
     * Maps a scaled input to latent space.
     *
     * @param scaled {@link #inputs()} values
     * @param latent receives {@link #latentDimension()} values
     * @throws IllegalArgumentException if an array's length differs
     */
    void encode(float[] scaled, float[] latent);

    /**
     * Maps a position in latent space back to an input.
     *
     * @param latent {@link #latentDimension()} values
     * @param reconstruction receives {@link #inputs()} values
     * @throws IllegalArgumentException if an array's length differs
     */
    void decode(float[] latent, float[] reconstruction);
}
