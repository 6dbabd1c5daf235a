package dev.riffle.detector.encoder;

/**
 * A fully connected layer: {@code y = activation(x W + b)}.
 *
 * @param inputs number of inputs, at least 1
 * @param outputs number of outputs, at least 1
 * @param weights W, row-major {@code [input][output]} in one array, finite
 * @param biases b, one per output, finite
 */
public record DenseLayer(int inputs, int outputs, float[] weights, float[] biases, Activation activation) {}
