package dev.riffle.detector.encoder;

/** A dense layer's activation function. */
public enum Activation {
    /** x. */
    IDENTITY,
    /** tanh(x). */
    TANH,
    /** max(x, 0). */
    RELU,
    /** x where positive, else exp(x) - 1 (Clevert et al. 2016, equation 15, with alpha = 1). */
    ELU,
    /** 1 / (1 + exp(-x)). */
    SIGMOID
}
