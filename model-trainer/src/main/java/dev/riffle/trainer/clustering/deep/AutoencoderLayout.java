package dev.riffle.trainer.clustering.deep;

import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A symmetric autoencoder: the decoder's widths are the encoder's, turned round.
 *
 * @param widths columns of the input, units of the encoder's layers, the last of them the code's
 * @param hidden activation of hidden layers
 * @param code activation of the code
 * @param output activation of the reconstruction
 */
record AutoencoderLayout(
        int[] widths,
        Activation hidden,
        Activation code,
        Activation output,
        boolean normalised,
        IUpdater updater,
        DataType type) {
    /** A published layout reaches at most this many times the input's width: few columns need no thousand units. */
    private static final int WIDEST = 8;

    /** The encoder's widths for an input: the published ones, narrower where the input has few columns. */
    static int[] widths(int inputs, int... published) {
        int[] widths = new int[published.length + 1];
        widths[0] = inputs;
        for (int layer = 0; layer < published.length; layer++) {
            widths[layer + 1] = (int) Math.min(published[layer], (long) WIDEST * inputs);
        }
        return widths;
    }

    NetworkLayout encoder() {
        return new NetworkLayout(widths, hidden, code, normalised, updater, type);
    }

    NetworkLayout decoder() {
        int[] turned = new int[widths.length];
        for (int layer = 0; layer < widths.length; layer++) {
            turned[layer] = widths[widths.length - 1 - layer];
        }
        return new NetworkLayout(turned, hidden, output, normalised, updater, type);
    }
}
