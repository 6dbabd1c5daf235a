package dev.riffle.trainer.clustering.deep;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.trainer.network.AutoencoderLayout;
import dev.riffle.trainer.network.Checkpointed;
import dev.riffle.trainer.network.DenseNetwork;
import dev.riffle.trainer.network.Matrix;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.NetworkLayout;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Says how likely each cluster is for a row: d-512-512-k with ReLU and a softmax. */
final class GatingNetwork implements Checkpointed {
    private static final int UNITS = 512;

    private final DenseNetwork network;

    GatingNetwork(int inputs, int clusters, long seed) {
        int units = AutoencoderLayout.widths(inputs, UNITS).get(1);
        network = DenseNetwork.create(
                new NetworkLayout(List.of(inputs, units, units, clusters), Activation.RELU, Activation.IDENTITY, false),
                new Optimiser.Adam(1e-3),
                new Random(seed));
    }

    /** log p(c = i | x), {@code [row][cluster]}. */
    double[][] logProbabilities(float[][] rows) {
        float[][] outputs = network.outputs(rows);
        double[][] logs = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            logs[row] = MixtureLoss.logSoftmax(outputs[row]);
        }
        return logs;
    }

    /**
     * One epoch towards each row's shares of the clusters.
     *
     * @return the mean cross-entropy of a row before its step
     */
    double learn(float[][] rows, double[][] shares, Minibatches minibatches, int epoch) {
        double sum = 0;
        for (int[] batch : minibatches.epoch(rows.length, epoch)) {
            TrainingInterruptedException.throwIfInterrupted("fitting the gating network");
            double[][] wanted = new double[batch.length][];
            for (int row = 0; row < batch.length; row++) {
                wanted[row] = shares[batch[row]];
            }
            double[][] logs = MixtureLoss.logSoftmax(
                    network.forward(Matrix.pick(rows, batch)).toDoubles());
            network.backwardAtInput(Matrix.of(MixtureLoss.byGatingOutput(logs, wanted)));
            network.step();
            for (int row = 0; row < batch.length; row++) {
                for (int i = 0; i < wanted[row].length; i++) {
                    sum -= wanted[row][i] * logs[row][i];
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

    @Override
    public void write(DataOutputStream out) throws IOException {
        network.write(out);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        network.read(in);
    }
}
