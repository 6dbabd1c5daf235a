package dev.riffle.detector.encoder;

import java.util.Objects;

/**
 * A fully connected layer: {@code y = activation(x W + b)}.
 *
 * <p>The arrays are handed over, not copied: whoever makes a layer does not write to them again. Layers are compared
 * by identity of their arrays.
 *
 * @param inputs number of inputs, 1 to {@value #MOST_UNITS}
 * @param outputs number of outputs, 1 to {@value #MOST_UNITS}
 * @param weights W, row-major {@code [input][output]} in one array, finite
 * @param biases b, one per output, finite
 */
public record DenseLayer(int inputs, int outputs, float[] weights, float[] biases, Activation activation) {
    /** Widest input or output: kernels pad layers, so a file's own size does not bound their memory. */
    public static final int MOST_UNITS = 65_536;

    /** @throws IllegalArgumentException if the arrays do not fit the widths or hold a value that is not finite */
    public DenseLayer {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(biases, "biases");
        Objects.requireNonNull(activation, "activation");
        if (inputs < 1 || outputs < 1 || inputs > MOST_UNITS || outputs > MOST_UNITS) {
            throw new IllegalArgumentException("Dense layer has " + inputs + " inputs and " + outputs
                    + " outputs; expected at least 1 and at most " + MOST_UNITS + " of each");
        }
        if (weights.length != (long) inputs * outputs) {
            throw new IllegalArgumentException("Dense layer has " + weights.length + " weights; expected " + inputs
                    + " inputs x " + outputs + " outputs = " + (long) inputs * outputs);
        }
        if (biases.length != outputs) {
            throw new IllegalArgumentException("Dense layer has " + biases.length
                    + " biases; expected one for each of its " + outputs + " outputs");
        }
        requireFinite("weight", weights);
        requireFinite("bias", biases);
    }

    private static void requireFinite(String what, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "Dense layer's " + what + " at index " + i + " is " + values[i] + "; expected a finite value");
            }
        }
    }
}
