package dev.riffle.trainer.clustering.deep;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.CodeLearner;
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
 * The autoencoder that k-DAE and DAMIC begin with (Opochinsky et al. 2020): encoder d-1024-256-10, ELU, batch
 * normalisation, sigmoid reconstruction and binary cross-entropy for rows in [0, 1] (linear and squared error for
 * others), Adam, batches of 256, 50 epochs. Made of rows, seed and epochs alone, so that the algorithms that begin with
 * it can share one ({@link ClusteringSettings#pretrained}).
 *
 * <p>Deviations: hidden layers are at most eight times as wide as the input, batches smaller for fewer than 4,096 rows.
 */
public final class CommonAutoencoder implements CodeLearner {
    static final int EPOCHS = 50;
    static final int BATCH_ROWS = 256;
    static final Optimiser OPTIMISER = new Optimiser.Adam(1e-3);

    @Override
    public LearnedCode learn(float[][] rows, ClusteringSettings settings, Progress progress) {
        EpochLoop loop = settings.loop(
                "the autoencoder of k-dae", rows, settings.epochs().orElse(EPOCHS), progress);
        Autoencoder autoencoder = learn(rows, settings, loop);
        loop.finish();
        return new LearnedCode(autoencoder.encode(rows), autoencoder.encoder().export());
    }

    /** Learns in the first phase of a loop, or takes over what another algorithm learned. */
    static Autoencoder learn(float[][] rows, ClusteringSettings settings, EpochLoop loop) {
        int epochs = settings.epochs().orElse(EPOCHS);
        Random seeds = new Random(settings.seed());
        Autoencoder autoencoder = Autoencoder.create(layout(rows), OPTIMISER, seeds.nextLong());
        Minibatches minibatches = Minibatches.of(BATCH_ROWS, rows.length, seeds.nextLong());
        ReconstructionTraining reconstruction = new ReconstructionTraining(rows, ReconstructionLoss.fitting(rows));
        loop.firstPhase(
                settings.shared("common-autoencoder", rows, epochs),
                epochs,
                List.of(autoencoder),
                epoch -> reconstruction.epoch(autoencoder, minibatches, epoch));
        return autoencoder;
    }

    static AutoencoderLayout layout(float[][] rows) {
        return new AutoencoderLayout(
                        AutoencoderLayout.widths(rows[0].length, 1024, 256, 10),
                        Activation.ELU,
                        Activation.IDENTITY,
                        Activation.SIGMOID,
                        true)
                .reconstructing(ReconstructionLoss.inUnitInterval(rows));
    }
}
