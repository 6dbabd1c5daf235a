package dev.riffle.trainer.clustering.deep;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.AutoencoderLayout;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReconstructionTraining;
import java.util.List;

/** The autoencoder d-500-500-2000-10 that DEC and DCN start from, trained all layers at once. */
final class StackedAutoencoder {
    private static final double LEARNING_RATE = 1e-3;

    private StackedAutoencoder() {}

    /** Learns to reconstruct rows by squared error, in a phase of its own. */
    static Autoencoder learn(float[][] rows, int epochs, Minibatches minibatches, long seed, EpochLoop loop) {
        AutoencoderLayout layout = new AutoencoderLayout(
                AutoencoderLayout.widths(rows[0].length, 500, 500, 2000, 10),
                Activation.RELU,
                Activation.IDENTITY,
                Activation.IDENTITY,
                false);
        Autoencoder autoencoder = Autoencoder.create(layout, new Optimiser.Adam(LEARNING_RATE), seed);
        ReconstructionTraining reconstruction = new ReconstructionTraining(rows, ReconstructionLoss.SQUARED);
        loop.phase(epochs, List.of(autoencoder), epoch -> reconstruction.epoch(autoencoder, minibatches, epoch));
        return autoencoder;
    }
}
