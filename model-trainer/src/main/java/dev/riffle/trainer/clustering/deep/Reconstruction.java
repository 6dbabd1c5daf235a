package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains an autoencoder to reconstruct rows and nothing else. */
final class Reconstruction {
    private final float[][] rows;
    private final ReconstructionLoss loss;

    Reconstruction(float[][] rows, ReconstructionLoss loss) {
        this.rows = rows;
        this.loss = loss;
    }

    /**
     * One epoch over some rows.
     *
     * @return the mean loss of a row before its step; 0 without rows
     */
    double epoch(Autoencoder autoencoder, int[] members, Minibatches minibatches) {
        double[] equal = new double[rows.length];
        Arrays.fill(equal, 1);
        return epoch(autoencoder, members, equal, minibatches);
    }

    /**
     * One epoch over some rows.
     *
     * @param weights of the losses of all rows, by their index
     * @return the mean weighted loss of a row before its step; 0 without rows
     */
    double epoch(Autoencoder autoencoder, int[] members, double[] weights, Minibatches minibatches) {
        double sum = 0;
        for (int[] batch : minibatches.epoch(members)) {
            sum += step(autoencoder, batch, weights) * batch.length;
        }
        return members.length == 0 ? 0 : sum / members.length;
    }

    /** Epochs over all rows, each reported. */
    void train(Autoencoder autoencoder, Minibatches minibatches, int epochs, EpochProgress progress) {
        int[] all = Rows.all(rows.length);
        for (int epoch = 0; epoch < epochs; epoch++) {
            progress.finished(epoch(autoencoder, all, minibatches));
        }
    }

    /** One step on one batch; the loss is the batch's mean. */
    double step(Autoencoder autoencoder, int[] batch, double[] weights) {
        TrainingInterruptedException.throwIfInterrupted("fitting an autoencoder");
        double loss = backward(autoencoder, batch, weights);
        autoencoder.update(batch.length);
        return loss;
    }

    /** Runs a batch forward and the weighted mean's gradient back; no weight of the network is changed yet. */
    double backward(Autoencoder autoencoder, int[] batch, double[] weights) {
        double[] shares = new double[batch.length];
        Arrays.setAll(shares, i -> weights[batch[i]] / batch.length);
        try (INDArray input = Rows.pick(rows, batch, autoencoder.type());
                INDArray column = Nd4j.createFromArray(shares).castTo(autoencoder.type())) {
            Autoencoder.Pass pass = autoencoder.forward(input);
            double[] losses = loss.perRow(input, pass.reconstruction());
            autoencoder.backward(
                    loss.derivative(input, pass.reconstruction()).muliColumnVector(column.reshape(batch.length, 1)));
            double sum = 0;
            for (int i = 0; i < batch.length; i++) {
                sum += shares[i] * losses[i];
            }
            return sum;
        }
    }
}
