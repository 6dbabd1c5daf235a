package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.NetworkThreads;
import dev.riffle.trainer.training.Progress;
import java.util.Optional;
import java.util.Random;

/**
 * k-DAE's soft form (Opochinsky et al., ICASSP 2020): autoencoders as in {@link KAutoencoders}, started in the same way,
 * that learn together on sum_x -log sum_i exp(-||x - x_i'||^2). A row belongs to the autoencoder that reconstructs it
 * best.
 *
 * <p>Deviations: those of {@link KAutoencoders}, the responsibilities being taken where that takes the minimum (see
 * {@link MixtureTraining}); the joint training stops once its loss stays. The loss has a scale of its own: where squared errors
 * are far below 1, as for few columns that the code has room for, every autoencoder answers for every row and the
 * clusters fade.
 */
public final class SoftKAutoencoders implements ClusteringAlgorithm {

    /** Epochs hold for each of the three phases at most: the common autoencoder, the parts, and the joint one. */
    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int k = settings.clusters();
        int epochs = settings.epochs().orElse(CommonAutoencoder.EPOCHS);
        Random seeds = new Random(settings.seed());
        Minibatches minibatches = Minibatches.of(CommonAutoencoder.BATCH_ROWS, rows.length, seeds.nextLong());
        EpochLoop loop = settings.loop(
                "k-dae-soft", rows, ClusterAutoencoders.epochs(rows.length, k, epochs, minibatches) + epochs, progress);
        try (NetworkThreads threads = NetworkThreads.forNetworks(k)) {
            ClusterAutoencoders parts =
                    ClusterAutoencoders.learn(rows, settings, epochs, minibatches, seeds, threads, loop);
            new MixtureTraining(rows, parts, Optional.empty(), threads).run(epochs, minibatches, loop);
            loop.finish();
            return new FittedClustering(Winners.of(parts.errors(rows, threads)).assignment(), parts.model());
        }
    }
}
