package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.activations.Activation;

/**
 * The means of a variational autoencoder (Kingma and Welling 2014): reparameterised samples, one per row and step; cost
 * of reconstruction plus the Kullback-Leibler divergence from a standard normal code, weighed as in Higgins et al.
 * (2017).
 *
 * <p>The means are not to be standardised: dimensions that the divergence has switched off would become noise of full
 * size.
 *
 * @param hidden widths of the encoder's hidden layers, each at least 1; the decoder mirrors them
 * @param code width of the code, at least 1
 * @param divergenceWeight beta, at least 0; 1 is the evidence lower bound
 * @param epochs where settings do not say, at least 1
 */
public record VariationalAutoencoder(List<Integer> hidden, int code, double divergenceWeight, int epochs)
        implements CodeLearner {
    private static final double LEARNING_RATE = 1e-3;
    private static final int BATCH = 128;

    public VariationalAutoencoder {
        hidden = List.copyOf(hidden);
        if (code < 1
                || epochs < 1
                || !(divergenceWeight >= 0)
                || hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("variational autoencoder has hidden widths " + hidden + ", a code of "
                    + code + ", a divergence weight of " + divergenceWeight + " and " + epochs
                    + " epochs; at least 1 of each and a weight of at least 0 were expected");
        }
    }

    /** Widths d-256-128-10-128-256-d and the evidence lower bound. */
    public VariationalAutoencoder() {
        this(List.of(256, 128), 10, 1, 50);
    }

    @Override
    public float[][] codes(float[][] rows, ClusteringSettings settings, Progress progress) {
        Random random = new Random(settings.seed());
        int columns = rows[0].length;
        DenseNetwork encoder = DenseNetwork.create(
                Autoencoder.encoderWidths(columns, hidden, 2 * code), Activation.RELU, LEARNING_RATE, random);
        DenseNetwork decoder = DenseNetwork.create(
                Autoencoder.decoderWidths(columns, hidden, code), Activation.RELU, LEARNING_RATE, random);
        Reconstruction reconstruction = Reconstruction.fitting(rows);
        CodeTraining.run(rows, settings.epochs().orElse(epochs), BATCH, random, progress, (batch, count) -> {
            VariationalLoss variational = new VariationalLoss(encoder.forward(batch, count), code, count, random);
            float[] outputs = decoder.forward(variational.sample(), count);
            float[] gradient = new float[outputs.length];
            double cost = reconstruction.of(batch, outputs, count, gradient);
            encoder.learn(variational.gradient(decoder.learn(gradient, count), divergenceWeight), count);
            return cost + divergenceWeight * variational.divergence();
        });
        return Arrays.stream(encoder.outputs(rows))
                .map(encoded -> Arrays.copyOf(encoded, code))
                .toArray(float[][]::new);
    }
}
