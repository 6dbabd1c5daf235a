/** Encoders: immutable weights that map a scaled input to latent space and back. Kernels run them. */
package dev.riffle.detector.encoder;
