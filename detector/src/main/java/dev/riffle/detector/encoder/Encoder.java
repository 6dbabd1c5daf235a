package dev.riffle.detector.encoder;

/** What maps a scaled input to latent space and back. An immutable snapshot of weights. */
public sealed interface Encoder permits DenseAutoencoder {
    /** Width of the scaled input and of its reconstruction. */
    int inputs();

    /** Dimension of latent space. */
    int latentDimension();
}
