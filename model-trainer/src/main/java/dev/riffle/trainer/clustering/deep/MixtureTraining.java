package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains autoencoders on a {@link MixtureLoss}, with a gating network that gives the weights or with equal ones. Every
 * autoencoder sees every row; its gradient is weighted by how much it answers for the row.
 */
final class MixtureTraining {
    private final float[][] rows;
    private final List<Autoencoder> autoencoders;
    private final Optional<Network> gating;
    private final NetworkThreads threads;

    MixtureTraining(
            float[][] rows, List<Autoencoder> autoencoders, Optional<Network> gating, NetworkThreads threads) {
        this.rows = rows;
        this.autoencoders = autoencoders;
        this.gating = gating;
        this.threads = threads;
    }

    private record Forward(INDArray input, INDArray reconstruction) {}

    /**
     * One epoch over all rows.
     *
     * @return the mean loss of a row before its step
     */
    double epoch(Minibatches minibatches) {
        double sum = 0;
        for (int[] batch : minibatches.epoch(Rows.all(rows.length))) {
            TrainingInterruptedException.throwIfInterrupted("fitting a mixture of autoencoders");
            sum += backward(batch) * batch.length;
            threads.forEach(autoencoders.size(), i -> {
                autoencoders.get(i).update(batch.length);
                return i;
            });
            gating.ifPresent(network -> network.update(batch.length));
        }
        return sum / rows.length;
    }

    /** Runs a batch forward and the loss's gradient back through all networks; no weight is changed yet. */
    double backward(int[] batch) {
        double[][] errors = new double[batch.length][autoencoders.size()];
        List<Forward> passes = threads.forEach(autoencoders.size(), i -> {
            Autoencoder autoencoder = autoencoders.get(i);
            INDArray input = Rows.pick(rows, batch, autoencoder.type());
            Forward pass = new Forward(input, autoencoder.forward(input).reconstruction());
            double[] own = ReconstructionLoss.SQUARED.perRow(input, pass.reconstruction());
            for (int row = 0; row < own.length; row++) {
                errors[row][i] = own[row];
            }
            return pass;
        });
        double[][] logWeights = gating.map(network -> MixtureLoss.logSoftmax(
                        network.forward(Rows.pick(rows, batch, network.layout().type()))
                                .toDoubleMatrix()))
                .orElseGet(() -> MixtureLoss.equalWeights(batch.length, autoencoders.size()));
        MixtureLoss loss = MixtureLoss.of(errors, logWeights);
        threads.forEach(autoencoders.size(), i -> {
            Autoencoder autoencoder = autoencoders.get(i);
            Forward pass = passes.get(i);
            INDArray weights = Nd4j.createFromArray(loss.byError(i)).castTo(autoencoder.type());
            autoencoder.backward(ReconstructionLoss.SQUARED
                    .derivative(pass.input(), pass.reconstruction())
                    .muliColumnVector(weights));
            return i;
        });
        gating.ifPresent(network ->
                network.backward(Rows.of(loss.byGatingOutput(), network.layout().type())));
        return loss.loss();
    }
}
