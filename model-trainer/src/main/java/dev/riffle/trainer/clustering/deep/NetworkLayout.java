package dev.riffle.trainer.clustering.deep;

import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A stack of dense layers.
 *
 * @param widths columns of the input, then units of every layer; at least two numbers, each at least 1
 * @param hidden activation of every layer but the last
 * @param last activation of the last layer
 * @param normalised whether hidden layers are batch-normalised before their activation (Ioffe and Szegedy 2015)
 * @param updater what turns gradients into steps
 * @param type precision of weights and arithmetic
 */
record NetworkLayout(
        int[] widths, Activation hidden, Activation last, boolean normalised, IUpdater updater, DataType type) {
    NetworkLayout {
        if (widths.length < 2) {
            throw new IllegalArgumentException(
                    "Network has " + widths.length + " widths; expected at least 2, its inputs and one layer");
        }
        for (int width : widths) {
            if (width < 1) {
                throw new IllegalArgumentException("Network has a layer of width " + width + "; expected at least 1");
            }
        }
    }
}
