package dev.riffle.detector.encoder;

/** A dense layer's activation function. */
public enum Activation {
    IDENTITY,
    TANH,
    RELU,
    ELU,
    SIGMOID
}
