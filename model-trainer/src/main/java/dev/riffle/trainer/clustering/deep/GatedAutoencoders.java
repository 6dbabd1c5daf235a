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
 * DAMIC: Chazan, Gannot and Goldberger, "Deep clustering based on a mixture of autoencoders" (MLSP 2019). A gating
 * network says how likely each cluster is for a row, p(c = i | x), each cluster's autoencoder how well the row fits; they
 * learn together on sum_x -log sum_i p(c = i | x) exp(-||x - x_i'||^2). Started by one autoencoder, k-means in its
 * codes, an autoencoder per part, and a gating network that learns to tell the parts apart. A row belongs to the cluster
 * that the gating network finds the most likely.
 *
 * <p>Deviations: those of {@link KAutoencoders}, the responsibilities being taken where that takes the minimum (see
 * {@link MixtureTraining}); the gating network is d-512-512-k with ReLU and no dropout.
 */
public final class GatedAutoencoders implements ClusteringAlgorithm {

    /** More, and the gating network knows its parts by heart before the autoencoders have a say. */
    private static final int GATING_EPOCHS = 10;

    /** Epochs hold for each of the phases at most: common autoencoder, parts, gating network, and the joint training. */
    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int k = settings.clusters();
        int epochs = settings.epochs().orElse(CommonAutoencoder.EPOCHS);
        int gatingEpochs = Math.min(GATING_EPOCHS, epochs);
        Random seeds = new Random(settings.seed());
        Minibatches minibatches = Minibatches.of(CommonAutoencoder.BATCH_ROWS, rows.length, seeds.nextLong());
        EpochLoop loop = settings.loop(
                "damic",
                rows,
                ClusterAutoencoders.epochs(rows.length, k, epochs, minibatches) + epochs + gatingEpochs,
                progress);
        try (NetworkThreads threads = NetworkThreads.forNetworks(k)) {
            ClusterAutoencoders parts =
                    ClusterAutoencoders.learn(rows, settings, epochs, minibatches, seeds, threads, loop);
            GatingNetwork gating = new GatingNetwork(rows[0].length, k, seeds.nextLong());
            loop.phase(
                    gatingEpochs,
                    parts.with(gating),
                    epoch -> gating.learn(rows, indicators(parts.assignment().clusters(), k), minibatches, epoch));
            new MixtureTraining(rows, parts, Optional.of(gating), threads).run(epochs, minibatches, loop);
            loop.finish();
            return new FittedClustering(gating.assignment(rows), parts.model());
        }
    }

    private static double[][] indicators(int[] assignment, int clusters) {
        double[][] indicators = new double[assignment.length][clusters];
        for (int row = 0; row < assignment.length; row++) {
            indicators[row][assignment[row]] = 1;
        }
        return indicators;
    }
}
