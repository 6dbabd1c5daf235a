package dev.riffle.trainer.clustering.deep;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lowers a {@link MixtureLoss} by generalised expectation-maximisation (Neal and Hinton 1998): before every epoch the
 * loss's responsibilities are worked out for all rows; in it each autoencoder learns rows weighted by how much it answers
 * for them, and the gating network, if there is one, learns the responsibilities. With responsibilities held, the
 * gradient is the loss's own, and the networks do not touch one another, so they train side by side.
 */
final class MixtureTraining {
    /** An autoencoder leaves out rows that it answers for by less. */
    private static final double NEGLIGIBLE = 1e-3;

    private final float[][] rows;
    private final ClusterAutoencoders start;
    private final Optional<GatingNetwork> gating;
    private final NetworkThreads threads;

    MixtureTraining(float[][] rows, ClusterAutoencoders start, Optional<GatingNetwork> gating, NetworkThreads threads) {
        this.rows = rows;
        this.start = start;
        this.gating = gating;
        this.threads = threads;
    }

    /**
     * One epoch over all rows.
     *
     * @param minibatches the gating network's
     * @return the mean loss of a row before the epoch
     */
    double epoch(Minibatches minibatches) {
        MixtureLoss loss = MixtureLoss.of(
                byRow(errors()),
                gating.map(network -> network.logProbabilities(rows))
                        .orElseGet(() -> MixtureLoss.equalWeights(rows.length, autoencoders())));
        Reconstruction own = new Reconstruction(rows, ReconstructionLoss.SQUARED);
        threads.forEach(autoencoders(), i -> {
            double[] weights = new double[rows.length];
            Arrays.setAll(weights, row -> loss.responsibilities()[row][i]);
            int[] members = IntStream.range(0, rows.length)
                    .filter(row -> weights[row] >= NEGLIGIBLE)
                    .toArray();
            return members.length < ClusterAutoencoders.FEWEST_ROWS
                    ? 0.0
                    : own.epoch(
                            start.autoencoders().get(i),
                            members,
                            weights,
                            start.minibatches().get(i));
        });
        gating.ifPresent(network -> network.learn(rows, loss.responsibilities(), minibatches));
        return loss.loss();
    }

    /** Squared error of every row, by autoencoder. */
    List<double[]> errors() {
        return threads.forEach(autoencoders(), i -> start.autoencoders().get(i).errors(rows));
    }

    private int autoencoders() {
        return start.autoencoders().size();
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
