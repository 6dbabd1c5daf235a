package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/**
 * k-DAE: Opochinsky, Chazan, Gannot and Goldberger, "K-autoencoders deep clustering" (ICASSP 2020). Every cluster is an
 * autoencoder; a row x belongs to the one whose reconstruction x_i' is nearest, and the loss is sum_x min_i ||x -
 * x_i'||^2, k-means with autoencoders for centroids.
 *
 * <p>In the paper's order: one autoencoder learns all rows and k-means divides its codes; each of the k autoencoders
 * learns its part (binary cross-entropy); all learn together, each from the rows that it reconstructs best (squared
 * error). Encoder d-1024-256-10, ELU, batch normalisation, sigmoid reconstruction, Adam, batches of 256, at most 50
 * epochs; the joint training stops early once its loss stays.
 *
 * <p>Deviations:
 *
 * <ul>
 *   <li>The minimum is taken over all rows before every joint epoch, not within each batch. A minimum passes its
 *       gradient to the winner alone, so within an epoch the autoencoders do not touch one another and train side by
 *       side; and batch normalisation sees each cluster's rows instead of all rows.
 *   <li>The k autoencoders start from the weights of the common one, and all take equally many steps before the joint
 *       training: an autoencoder that has learned more would win rows that are not like its own.
 *   <li>Hidden layers are at most eight times as wide as the input, batches smaller for fewer than 4,096 rows.
 * </ul>
 */
public final class KAutoencoders implements ClusteringAlgorithm {
    private static final int EPOCHS = 50;
    private static final int BATCH_ROWS = 256;
    private static final double LEARNING_RATE = 1e-3;

    /** The joint training stops when so many epochs in a row have not lowered the loss by this share. */
    private static final int PATIENCE = 5;

    private static final double IMPROVEMENT = 1e-3;

    /** Epochs hold for each of the three phases: the common autoencoder, the parts, and at most for the joint one. */
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
                    rows, k, layout(rows[0].length), epochs, minibatches, seeds, threads, reported);
            return learnTogether(rows, start.autoencoders(), start.minibatches(), epochs, threads, reported);
        }
    }

    /** The paper's autoencoder; the methods that compare it with others use the same. */
    static AutoencoderLayout layout(int inputs) {
        return new AutoencoderLayout(
                AutoencoderLayout.widths(inputs, 1024, 256, 10),
                Activation.ELU,
                Activation.IDENTITY,
                Activation.SIGMOID,
                true,
                new Adam(LEARNING_RATE),
                DataType.FLOAT);
    }

    private static int[] learnTogether(
            float[][] rows,
            List<Autoencoder> autoencoders,
            List<Minibatches> minibatches,
            int epochs,
            NetworkThreads threads,
            EpochProgress progress) {
        Reconstruction own = new Reconstruction(rows, ReconstructionLoss.SQUARED);
        int k = autoencoders.size();
        Winners winners = winners(rows, autoencoders, threads);
        double best = winners.meanError();
        int withoutImprovement = 0;
        for (int epoch = 0; epoch < epochs && withoutImprovement < PATIENCE; epoch++) {
            TrainingInterruptedException.throwIfInterrupted("fitting autoencoders together");
            int[] assignment = winners.assignment();
            threads.forEach(k, i -> {
                int[] members = ClusterAutoencoders.members(assignment, i);
                return members.length < ClusterAutoencoders.FEWEST_ROWS
                        ? 0.0
                        : own.epoch(autoencoders.get(i), members, minibatches.get(i));
            });
            winners = winners(rows, autoencoders, threads);
            progress.finished(winners.meanError());
            if (winners.meanError() < best * (1 - IMPROVEMENT)) {
                best = winners.meanError();
                withoutImprovement = 0;
            } else {
                withoutImprovement++;
            }
        }
        return winners.assignment();
    }

    private static Winners winners(float[][] rows, List<Autoencoder> autoencoders, NetworkThreads threads) {
        return Winners.of(
                threads.forEach(autoencoders.size(), i -> autoencoders.get(i).errors(rows)));
    }
}
