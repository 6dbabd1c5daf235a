package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.training.Progress;
import java.util.Optional;
import java.util.Random;

/**
 * k-DAE's soft form (Opochinsky et al., ICASSP 2020): autoencoders as in {@link KAutoencoders}, started in the same way,
 * that learn together on sum_x -log sum_i exp(-||x - x_i'||^2). A row belongs to the autoencoder that reconstructs it
 * best.
 *
 * <p>Deviations: those of {@link KAutoencoders}, the responsibilities being taken where that takes the minimum (see
 * {@link MixtureTraining}); the joint training does not stop early. The loss has a scale of its own: where squared errors
 * are far below 1, as for few columns that the code has room for, every autoencoder answers for every row and the
 * clusters fade.
 */
public final class SoftKAutoencoders implements ClusteringAlgorithm {
    private static final int EPOCHS = 50;
    private static final int BATCH_ROWS = 256;

    /** Epochs hold for each of the three phases: the common autoencoder, the parts, and the joint one. */
    @Override
    public int[] cluster(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int k = settings.clusters();
        int epochs = settings.epochs().orElse(EPOCHS);
        Random seeds = new Random(settings.seed());
        EpochProgress reported = new EpochProgress(progress, 3 * epochs);
        Minibatches minibatches = new Minibatches(Minibatches.rowsFor(BATCH_ROWS, rows.length), seeds.nextLong());
        try (NetworkThreads threads = NetworkThreads.forNetworks(k)) {
            ClusterAutoencoders start = ClusterAutoencoders.learn(
                    rows, k, KAutoencoders.layout(rows[0].length), epochs, minibatches, seeds, threads, reported);
            MixtureTraining training = new MixtureTraining(rows, start, Optional.empty(), threads);
            for (int epoch = 0; epoch < epochs; epoch++) {
                reported.finished(training.epoch(minibatches));
            }
            return Winners.of(training.errors()).assignment();
        }
    }
}
