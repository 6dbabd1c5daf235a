package dev.riffle.trainer.clustering;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.AutoencoderLayout;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReconstructionTraining;
import dev.riffle.trainer.training.Progress;
import java.util.List;
import java.util.Random;

/**
 * The code of an autoencoder of dense layers with a linear code and a decoder that mirrors the encoder, trained by
 * Adam. Rows in [0, 1] are reconstructed through a sigmoid and cross-entropy, others linearly and by squared error.
 *
 * @param hidden widths of the encoder's hidden layers, each at least 1
 * @param code width of the code, at least 1
 * @param activation of the hidden layers
 * @param normalised whether hidden layers are batch-normalised
 * @param epochs where settings do not say, at least 1
 */
public record AutoencoderCode(List<Integer> hidden, int code, Activation activation, boolean normalised, int epochs)
        implements CodeLearner {
    private static final double LEARNING_RATE = 1e-3;
    private static final int BATCH = 256;

    public AutoencoderCode {
        hidden = List.copyOf(hidden);
        if (code < 1 || epochs < 1 || hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("autoencoder has hidden widths " + hidden + ", a code of " + code
                    + " and " + epochs + " epochs; at least 1 of each was expected");
        }
    }

    /** One hidden layer: d-500-50-500-d. */
    public static AutoencoderCode shallow() {
        return new AutoencoderCode(List.of(500), 50, Activation.RELU, false, 30);
    }

    /** Two hidden layers and a narrow code: d-256-128-10-128-256-d. */
    public static AutoencoderCode deep() {
        return new AutoencoderCode(List.of(256, 128), 10, Activation.RELU, false, 50);
    }

    @Override
    public LearnedCode learn(float[][] rows, ClusteringSettings settings, Progress progress) {
        Random seeds = new Random(settings.seed());
        int most = settings.epochs().orElse(epochs);
        EpochLoop loop = settings.loop("code of " + this, rows, most, progress);
        Autoencoder autoencoder = Autoencoder.create(
                layout(rows[0].length).reconstructing(ReconstructionLoss.inUnitInterval(rows)),
                new Optimiser.Adam(LEARNING_RATE),
                seeds.nextLong());
        Minibatches minibatches = Minibatches.of(BATCH, rows.length, seeds.nextLong());
        ReconstructionTraining training = new ReconstructionTraining(rows, ReconstructionLoss.fitting(rows));
        loop.phase(
                most, List.of(autoencoder), epoch -> training.epoch(autoencoder, minibatches, epoch) / rows[0].length);
        loop.finish();
        return new LearnedCode(autoencoder.encode(rows), autoencoder.encoder().export());
    }

    private AutoencoderLayout layout(int inputs) {
        return new AutoencoderLayout(
                LayerWidths.encoder(inputs, hidden, code),
                activation,
                Activation.IDENTITY,
                Activation.IDENTITY,
                normalised);
    }
}
