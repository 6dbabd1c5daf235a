package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.KeptAssignment;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.NetworkThreads;
import dev.riffle.trainer.network.Patience;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReconstructionTraining;
import dev.riffle.trainer.training.Progress;
import java.util.Random;

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
 *   <li>The minimum is taken over all rows before every joint epoch, not within each batch, and in most epochs over the
 *       three autoencoders that were best before ({@link KeptErrors}). A minimum passes its gradient to the winner alone,
 *       so within an epoch the autoencoders do not touch one another and train side by side.
 *   <li>Batch normalisation is the common autoencoder's alone: normalised by its own rows' statistics, a cluster's
 *       autoencoder loses what sets the cluster apart (USPS, one seed, ACC .769 without against .757).
 *   <li>The k autoencoders start from new weights: as copies of the common one they go on reconstructing all rows, and
 *       the winner says little (.712). All take equally many steps before the joint training: an autoencoder that has
 *       learned more would win rows that are not like its own. They take few: {@link ClusterAutoencoders} says why.
 *   <li>k-means divides standardised codes.
 *   <li>Hidden layers are at most eight times as wide as the input, batches smaller for fewer than 4,096 rows.
 * </ul>
 */
public final class KAutoencoders implements ClusteringAlgorithm {
    /** Orders of rows in the joint training are numbered from here on, far from those of the parts. */
    static final int JOINT_ORDERS = 1 << 30;

    /** Epochs hold for each of the three phases at most: the common autoencoder, the parts, and the joint one. */
    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int k = settings.clusters();
        int epochs = settings.epochs().orElse(CommonAutoencoder.EPOCHS);
        Random seeds = new Random(settings.seed());
        Minibatches minibatches = Minibatches.of(CommonAutoencoder.BATCH_ROWS, rows.length, seeds.nextLong());
        EpochLoop loop = settings.loop(
                "k-dae", rows, ClusterAutoencoders.epochs(rows.length, k, epochs, minibatches) + epochs, progress);
        try (NetworkThreads threads = NetworkThreads.forNetworks(k)) {
            ClusterAutoencoders parts =
                    ClusterAutoencoders.learn(rows, settings, epochs, minibatches, seeds, threads, loop);
            int[] assignment = learnTogether(rows, parts, epochs, threads, loop);
            loop.finish();
            return new FittedClustering(assignment, parts.model());
        }
    }

    private static int[] learnTogether(
            float[][] rows, ClusterAutoencoders parts, int epochs, NetworkThreads threads, EpochLoop loop) {
        ReconstructionTraining own = new ReconstructionTraining(rows, ReconstructionLoss.SQUARED);
        int k = parts.autoencoders().size();
        KeptAssignment assignment = parts.assignment();
        Patience patience = Patience.ofJointTraining();
        KeptErrors errors = new KeptErrors(k, rows.length);
        loop.once(
                parts.with(patience, errors),
                () -> assignment.set(
                        Winners.of(errors.refresh(parts, rows, threads, 0)).assignment()));
        loop.phaseUntil(epochs, parts.with(patience, errors), epoch -> {
            int[] clusters = assignment.clusters();
            double[] equal = own.equalWeights();
            threads.forEach(k, i -> {
                int[] members = ClusterAutoencoders.members(clusters, i);
                return members.length < ClusterAutoencoders.FEWEST_ROWS
                        ? 0.0
                        : own.epoch(
                                parts.autoencoders().get(i),
                                parts.minibatches().get(i).epoch(members, JOINT_ORDERS + epoch),
                                equal);
            });
            Winners winners = Winners.of(errors.refresh(parts, rows, threads, epoch + 1));
            assignment.set(winners.assignment());
            return new EpochLoop.Outcome(winners.meanError(), patience.exhausted(winners.meanError()));
        });
        return Winners.of(parts.errors(rows, threads)).assignment();
    }
}
