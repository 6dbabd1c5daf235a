package dev.riffle.trainer.network;

import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.Arrays;
import java.util.List;

/**
 * Trains autoencoders to reconstruct rows and nothing else.
 *
 * @param rows {@code [row][column]}; not written to
 */
public record ReconstructionTraining(float[][] rows, ReconstructionLoss loss) {
    /**
     * One epoch over all rows.
     *
     * @return the mean loss of a row before its step
     */
    public double epoch(Autoencoder autoencoder, Minibatches minibatches, int epoch) {
        return epoch(autoencoder, minibatches.epoch(rows.length, epoch), equalWeights());
    }

    /**
     * One epoch over some batches.
     *
     * @param weights of the losses of all rows, by their index
     * @return the mean weighted loss of a row before its step; 0 without rows
     */
    public double epoch(Autoencoder autoencoder, List<int[]> batches, double[] weights) {
        double sum = 0;
        int count = 0;
        for (int[] batch : batches) {
            sum += step(autoencoder, batch, weights) * batch.length;
            count += batch.length;
        }
        return count == 0 ? 0 : sum / count;
    }

    /** One step on one batch; the loss is the batch's mean. */
    public double step(Autoencoder autoencoder, int[] batch, double[] weights) {
        TrainingInterruptedException.throwIfInterrupted("fitting an autoencoder");
        double mean = backward(autoencoder, batch, weights);
        autoencoder.step();
        return mean;
    }

    /** Runs a batch forward and the weighted mean's gradient back; no weight of the network is changed yet. */
    public double backward(Autoencoder autoencoder, int[] batch, double[] weights) {
        double[] shares = new double[batch.length];
        Arrays.setAll(shares, i -> weights[batch[i]] / batch.length);
        Matrix input = Matrix.pick(rows, batch);
        Matrix reconstruction = autoencoder.forward(input).reconstruction();
        double[] losses = loss.perRow(input, reconstruction);
        autoencoder.backward(loss.derivative(input, reconstruction, shares));
        double sum = 0;
        for (int i = 0; i < batch.length; i++) {
            sum += shares[i] * losses[i];
        }
        return sum;
    }

    /** A weight of 1 for every row. */
    public double[] equalWeights() {
        double[] equal = new double[rows.length];
        Arrays.fill(equal, 1);
        return equal;
    }
}
