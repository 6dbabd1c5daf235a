package dev.riffle.trainer.network;

import dev.riffle.detector.encoder.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A symmetric autoencoder: the decoder's widths are the encoder's, turned round.
 *
 * @param widths columns of the input, units of the encoder's layers, the last of them the code's
 * @param hidden activation of hidden layers
 * @param code activation of the code
 * @param output activation of the reconstruction
 * @param normalised whether hidden layers are batch-normalised
 */
public record AutoencoderLayout(
        List<Integer> widths, Activation hidden, Activation code, Activation output, boolean normalised) {
    /** A published layout reaches at most this many times the input's width: few columns need no thousand units. */
    private static final int WIDEST = 8;

    public AutoencoderLayout {
        widths = List.copyOf(widths);
    }

    /** The encoder's widths for an input: the published ones, narrower where the input has few columns. */
    public static List<Integer> widths(int inputs, int... published) {
        List<Integer> widths = new ArrayList<>();
        widths.add(inputs);
        for (int units : published) {
            widths.add((int) Math.min(units, (long) WIDEST * inputs));
        }
        return widths;
    }

    /** The same with an output that fits values in [0, 1], a sigmoid's, or any others, a linear one. */
    public AutoencoderLayout reconstructing(boolean unitInterval) {
        return new AutoencoderLayout(
                widths, hidden, code, unitInterval ? Activation.SIGMOID : Activation.IDENTITY, normalised);
    }

    /** The same without batch normalisation. */
    public AutoencoderLayout withoutNormalisation() {
        return new AutoencoderLayout(widths, hidden, code, output, false);
    }

    public NetworkLayout encoder() {
        return new NetworkLayout(widths, hidden, code, normalised);
    }

    public NetworkLayout decoder() {
        List<Integer> turned = new ArrayList<>(widths);
        Collections.reverse(turned);
        return new NetworkLayout(turned, hidden, output, normalised);
    }
}
