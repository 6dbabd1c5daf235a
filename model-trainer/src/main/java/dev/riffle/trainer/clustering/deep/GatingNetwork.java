package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.Random;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** Says how likely each cluster is for a row: d-512-512-k with ReLU and a softmax. */
final class GatingNetwork {
    private static final int UNITS = 512;
    private static final int OUTPUT_ROWS = 1024;

    private final Network network;

    GatingNetwork(int inputs, int clusters, long seed) {
        int units = AutoencoderLayout.widths(inputs, UNITS)[1];
        network = Network.create(
                new NetworkLayout(
                        new int[] {inputs, units, units, clusters},
                        Activation.RELU,
                        Activation.IDENTITY,
                        false,
                        new Adam(1e-3),
                        DataType.FLOAT),
                new Random(seed));
    }

    /** log p(c = i | x), {@code [row][cluster]}. */
    double[][] logProbabilities(float[][] rows) {
        double[][] logs = new double[rows.length][];
        for (int from = 0; from < rows.length; from += OUTPUT_ROWS) {
            int to = Math.min(rows.length, from + OUTPUT_ROWS);
            try (INDArray input = Rows.range(rows, from, to, DataType.FLOAT);
                    INDArray outputs = network.output(input)) {
                System.arraycopy(MixtureLoss.logSoftmax(outputs.toDoubleMatrix()), 0, logs, from, to - from);
            }
        }
        return logs;
    }

    /**
     * One epoch towards each row's shares of the clusters.
     *
     * @return the mean cross-entropy of a row before its step
     */
    double learn(float[][] rows, double[][] shares, Minibatches minibatches) {
        double sum = 0;
        for (int[] batch : minibatches.epoch(Rows.all(rows.length))) {
            TrainingInterruptedException.throwIfInterrupted("fitting the gating network");
            double[][] wanted = new double[batch.length][];
            for (int row = 0; row < batch.length; row++) {
                wanted[row] = shares[batch[row]];
            }
            try (INDArray input = Rows.pick(rows, batch, DataType.FLOAT)) {
                double[][] logs = MixtureLoss.logSoftmax(network.forward(input).toDoubleMatrix());
                network.backward(Rows.of(MixtureLoss.byGatingOutput(logs, wanted), DataType.FLOAT));
                network.update(batch.length);
                for (int row = 0; row < batch.length; row++) {
                    for (int i = 0; i < wanted[row].length; i++) {
                        sum -= wanted[row][i] * logs[row][i];
                    }
                }
            }
        }
        return sum / rows.length;
    }

    /** The most likely cluster of every row. */
    int[] assignment(float[][] rows) {
        double[][] logs = logProbabilities(rows);
        int[] assignment = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 1; i < logs[row].length; i++) {
                if (logs[row][i] > logs[row][assignment[row]]) {
                    assignment[row] = i;
                }
            }
        }
        return assignment;
    }
}
