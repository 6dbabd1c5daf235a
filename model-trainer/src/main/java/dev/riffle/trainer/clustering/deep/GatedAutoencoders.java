package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
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
    private static final int EPOCHS = 50;
    private static final int BATCH_ROWS = 256;

    /** Epochs hold for each of the four phases: common autoencoder, parts, gating network, and the joint training. */
    @Override
    public int[] cluster(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int k = settings.clusters();
        int epochs = settings.epochs().orElse(EPOCHS);
        Random seeds = new Random(settings.seed());
        EpochProgress reported = new EpochProgress(progress, 4 * epochs);
        Minibatches minibatches = new Minibatches(Minibatches.rowsFor(BATCH_ROWS, rows.length), seeds.nextLong());
        try (NetworkThreads threads = NetworkThreads.forNetworks(k)) {
            ClusterAutoencoders start = ClusterAutoencoders.learn(
                    rows, k, KAutoencoders.layout(rows[0].length), epochs, minibatches, seeds, threads, reported);
            GatingNetwork gating = new GatingNetwork(rows[0].length, k, seeds.nextLong());
            double[][] parts = new double[rows.length][k];
            for (int row = 0; row < rows.length; row++) {
                parts[row][start.assignment()[row]] = 1;
            }
            for (int epoch = 0; epoch < epochs; epoch++) {
                reported.finished(gating.learn(rows, parts, minibatches));
            }
            MixtureTraining training = new MixtureTraining(rows, start, Optional.of(gating), threads);
            for (int epoch = 0; epoch < epochs; epoch++) {
                reported.finished(training.epoch(minibatches));
            }
            return gating.assignment(rows);
        }
    }
}
