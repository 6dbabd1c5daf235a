package dev.riffle.detector.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Test data: autoencoders with random weights, the same for the same seed. */
public final class SeededAutoencoder {
    private SeededAutoencoder() {}

    /**
     * An autoencoder through these widths with normally distributed weights of variance 1 / inputs.
     *
     * @param activation of every layer but the last of each half, which are linear
     * @param widths at least three: from the input over latent space, which is the one in the middle, to the
     *     reconstruction
     */
    public static DenseAutoencoder of(long seed, Activation activation, int... widths) {
        int latent = widths.length / 2;
        Random random = new Random(seed);
        List<DenseLayer> layers = new ArrayList<>();
        for (int i = 1; i < widths.length; i++) {
            boolean linear = i == latent || i == widths.length - 1;
            layers.add(layer(random, widths[i - 1], widths[i], linear ? Activation.IDENTITY : activation));
        }
        return new DenseAutoencoder(layers, latent);
    }

    /** A layer with normally distributed weights of variance 1 / inputs and biases of a tenth of their spread. */
    public static DenseLayer layer(Random random, int inputs, int outputs, Activation activation) {
        float scale = (float) (1 / Math.sqrt(inputs));
        return new DenseLayer(
                inputs,
                outputs,
                normal(random, inputs * outputs, scale),
                normal(random, outputs, scale / 10),
                activation);
    }

    private static float[] normal(Random random, int length, float scale) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = scale * (float) random.nextGaussian();
        }
        return values;
    }
}
