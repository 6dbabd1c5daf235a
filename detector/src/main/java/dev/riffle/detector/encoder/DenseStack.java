package dev.riffle.detector.encoder;

import java.util.List;

/**
 * Dense layers one after the other. Without layers its output is its input.
 *
 * @param inputs width of the input, at least 1
 * @param layers in order; widths chain, the first one's inputs are the stack's
 */
public record DenseStack(int inputs, List<DenseLayer> layers) {
    /** @throws IllegalArgumentException if the widths do not chain */
    public DenseStack {
        layers = List.copyOf(layers);
        if (inputs < 1) {
            throw new IllegalArgumentException("Stack of layers has " + inputs + " inputs; expected at least 1");
        }
        int width = inputs;
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).inputs() != width) {
                throw new IllegalArgumentException("Stack's layer " + i + " has "
                        + layers.get(i).inputs() + " inputs; expected " + width
                        + (i == 0 ? ", the stack's own" : ", the outputs of layer " + (i - 1)));
            }
            width = layers.get(i).outputs();
        }
    }

    /** Width of the output. */
    public int outputs() {
        return layers.isEmpty() ? inputs : layers.get(layers.size() - 1).outputs();
    }

    /** True if there is no layer: the output is the input. */
    public boolean isIdentity() {
        return layers.isEmpty();
    }
}
