package dev.riffle.trainer.network;

import dev.riffle.detector.encoder.Activation;
import java.util.List;
import java.util.Objects;

/**
 * A stack of dense layers.
 *
 * @param widths columns of the input, then units of every layer; at least two numbers, each at least 1
 * @param hidden activation of every layer but the last
 * @param last activation of the last layer
 * @param normalised whether hidden layers are batch-normalised before their activation (Ioffe and Szegedy 2015)
 */
public record NetworkLayout(List<Integer> widths, Activation hidden, Activation last, boolean normalised) {
    /** @throws IllegalArgumentException if there are fewer than two widths or one is below 1 */
    public NetworkLayout {
        widths = List.copyOf(widths);
        Objects.requireNonNull(hidden, "hidden");
        Objects.requireNonNull(last, "last");
        if (widths.size() < 2) {
            throw new IllegalArgumentException(
                    "Network has " + widths.size() + " widths; expected at least 2, its inputs and one layer");
        }
        for (int width : widths) {
            if (width < 1) {
                throw new IllegalArgumentException("Network has a layer of width " + width + "; expected at least 1");
            }
        }
    }

    public int inputs() {
        return widths.get(0);
    }

    public int outputs() {
        return widths.get(widths.size() - 1);
    }
}
