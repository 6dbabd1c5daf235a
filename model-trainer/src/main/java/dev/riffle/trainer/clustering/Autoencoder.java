package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.activations.Activation;

/**
 * The code of an autoencoder of dense layers with a linear code and a decoder that mirrors the encoder, trained by
 * Adam. Rows in [0, 1] are reconstructed through a sigmoid and cross-entropy, others linearly and by squared error.
 *
 * @param hidden widths of the encoder's hidden layers, each at least 1
 * @param code width of the code, at least 1
 * @param activation of the hidden layers
 * @param epochs where settings do not say, at least 1
 */
public record Autoencoder(List<Integer> hidden, int code, Activation activation, int epochs) implements CodeLearner {
    private static final double LEARNING_RATE = 1e-3;
    private static final int BATCH = 256;

    public Autoencoder {
        hidden = List.copyOf(hidden);
        if (code < 1 || epochs < 1 || hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("autoencoder has hidden widths " + hidden + ", a code of " + code
                    + " and " + epochs + " epochs; at least 1 of each was expected");
        }
    }

    /** One hidden layer: d-500-50-500-d. */
    public static Autoencoder shallow() {
        return new Autoencoder(List.of(500), 50, Activation.RELU, 30);
    }

    /** Two hidden layers and a narrow code: d-256-128-10-128-256-d. */
    public static Autoencoder deep() {
        return new Autoencoder(List.of(256, 128), 10, Activation.RELU, 50);
    }

    @Override
    public float[][] codes(float[][] rows, ClusteringSettings settings, Progress progress) {
        Random random = new Random(settings.seed());
        int columns = rows[0].length;
        DenseNetwork encoder =
                DenseNetwork.create(encoderWidths(columns, hidden, code), activation, LEARNING_RATE, random);
        DenseNetwork decoder =
                DenseNetwork.create(decoderWidths(columns, hidden, code), activation, LEARNING_RATE, random);
        Reconstruction reconstruction = Reconstruction.fitting(rows);
        CodeTraining.run(rows, settings.epochs().orElse(epochs), BATCH, random, progress, (batch, count) -> {
            float[] outputs = decoder.forward(encoder.forward(batch, count), count);
            float[] gradient = new float[outputs.length];
            double loss = reconstruction.of(batch, outputs, count, gradient);
            encoder.learn(decoder.learn(gradient, count), count);
            return loss;
        });
        return encoder.outputs(rows);
    }

    static List<Integer> encoderWidths(int columns, List<Integer> hidden, int outputs) {
        List<Integer> widths = new ArrayList<>();
        widths.add(columns);
        widths.addAll(hidden);
        widths.add(outputs);
        return widths;
    }

    static List<Integer> decoderWidths(int columns, List<Integer> hidden, int code) {
        List<Integer> widths = encoderWidths(columns, hidden, code);
        Collections.reverse(widths);
        return widths;
    }
}
