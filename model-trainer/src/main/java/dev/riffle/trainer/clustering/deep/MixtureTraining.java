package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.network.Checkpointed;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.NetworkThreads;
import dev.riffle.trainer.network.Patience;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReconstructionTraining;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lowers a {@link MixtureLoss} by generalised expectation-maximisation (Neal and Hinton 1998): before every epoch the
 * loss's responsibilities are worked out for all rows (see {@link KeptErrors}); in it each autoencoder learns rows weighted by how much it answers
 * for them, and the gating network, if there is one, learns the responsibilities. With responsibilities held, the
 * gradient is the loss's own, and the networks do not touch one another, so they train side by side.
 */
final class MixtureTraining {
    /** An autoencoder leaves out rows that it answers for by less. */
    private static final double NEGLIGIBLE = 1e-3;

    private final float[][] rows;
    private final ClusterAutoencoders parts;
    private final Optional<GatingNetwork> gating;
    private final NetworkThreads threads;
    private final KeptErrors errors;

    MixtureTraining(float[][] rows, ClusterAutoencoders parts, Optional<GatingNetwork> gating, NetworkThreads threads) {
        this.rows = rows;
        this.parts = parts;
        this.gating = gating;
        this.threads = threads;
        this.errors = new KeptErrors(parts.autoencoders().size(), rows.length);
    }

    /**
     * Epochs until the loss stays.
     *
     * @param most epochs at most
     * @param minibatches the gating network's
     */
    void run(int most, Minibatches minibatches, EpochLoop loop) {
        Patience patience = Patience.ofJointTraining();
        List<Checkpointed> state = parts.with(patience, errors);
        gating.ifPresent(state::add);
        loop.phaseUntil(most, state, epoch -> {
            double loss = epoch(minibatches, epoch);
            return new EpochLoop.Outcome(loss, patience.exhausted(loss));
        });
    }

    /** One epoch over all rows; returns the mean loss of a row before it. */
    private double epoch(Minibatches minibatches, int epoch) {
        MixtureLoss loss = MixtureLoss.of(
                byRow(errors.refresh(parts, rows, threads, epoch)),
                gating.map(network -> network.logProbabilities(rows))
                        .orElseGet(() -> MixtureLoss.equalWeights(
                                rows.length, parts.autoencoders().size())));
        ReconstructionTraining own = new ReconstructionTraining(rows, ReconstructionLoss.SQUARED);
        int order = KAutoencoders.JOINT_ORDERS + epoch;
        threads.forEach(parts.autoencoders().size(), i -> {
            double[] weights = new double[rows.length];
            Arrays.setAll(weights, row -> loss.responsibilities()[row][i]);
            int[] members = IntStream.range(0, rows.length)
                    .filter(row -> weights[row] >= NEGLIGIBLE)
                    .toArray();
            return members.length < ClusterAutoencoders.FEWEST_ROWS
                    ? 0.0
                    : own.epoch(
                            parts.autoencoders().get(i),
                            parts.minibatches().get(i).epoch(members, order),
                            weights);
        });
        gating.ifPresent(network -> network.learn(rows, loss.responsibilities(), minibatches, order));
        return loss.loss();
    }

    /** From {@code [autoencoder][row]} to {@code [row][autoencoder]}. */
    static double[][] byRow(List<double[]> errors) {
        double[][] turned = new double[errors.get(0).length][errors.size()];
        for (int row = 0; row < turned.length; row++) {
            for (int i = 0; i < errors.size(); i++) {
                turned[row][i] = errors.get(i)[row];
            }
        }
        return turned;
    }
}
