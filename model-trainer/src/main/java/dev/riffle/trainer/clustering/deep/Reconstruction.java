package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.training.TrainingInterruptedException;
import org.nd4j.linalg.api.ndarray.INDArray;

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
        double sum = 0;
        for (int[] batch : minibatches.epoch(members)) {
            sum += step(autoencoder, batch) * batch.length;
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
    double step(Autoencoder autoencoder, int[] batch) {
        TrainingInterruptedException.throwIfInterrupted("fitting an autoencoder");
        try (INDArray input = Rows.pick(rows, batch, autoencoder.type())) {
            Autoencoder.Pass pass = autoencoder.forward(input);
            double mean = Mean.of(loss.perRow(input, pass.reconstruction()));
            autoencoder.backward(loss.derivative(input, pass.reconstruction()).divi(batch.length));
            autoencoder.update(batch.length);
            return mean;
        }
    }
}
