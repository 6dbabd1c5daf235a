package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * DAMIC: Chazan, Gannot and Goldberger, "Deep clustering based on a mixture of autoencoders" (MLSP 2019). A gating
 * network says how likely each cluster is for a row, p(c = i | x), each cluster's autoencoder how well the row fits; they
 * learn together on sum_x -log sum_i p(c = i | x) exp(-||x - x_i'||^2). Started by one autoencoder, k-means in its
 * codes, an autoencoder per part, and a gating network that learns to tell the parts apart. A row belongs to the cluster
 * that the gating network finds the most likely.
 *
 * <p>Deviations: no batch normalisation, for the reason that {@link SoftKAutoencoders} gives; the gating network is
 * d-512-512-k with ReLU and no dropout. Layers are at most eight times as wide as the input, batches smaller for fewer
 * than 4,096 rows.
 */
public final class GatedAutoencoders implements ClusteringAlgorithm {
    private static final int EPOCHS = 50;
    private static final int BATCH_ROWS = 256;
    private static final int GATING_UNITS = 512;

    /** Epochs hold for each of the four phases: common autoencoder, parts, gating network, and the joint training. */
    @Override
    public int[] cluster(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int k = settings.clusters();
        int epochs = settings.epochs().orElse(EPOCHS);
        Random seeds = new Random(settings.seed());
        EpochProgress reported = new EpochProgress(progress, 4 * epochs);
        Minibatches minibatches =
                new Minibatches(Minibatches.rowsFor(BATCH_ROWS, rows.length), seeds.nextLong());
        try (NetworkThreads threads = NetworkThreads.forNetworks(k)) {
            ClusterAutoencoders start = ClusterAutoencoders.learn(
                    rows,
                    k,
                    KAutoencoders.layout(rows[0].length, false),
                    epochs,
                    minibatches,
                    seeds,
                    threads,
                    reported);
            Network gating = Network.create(gating(rows[0].length, k), new Random(seeds.nextLong()));
            for (int epoch = 0; epoch < epochs; epoch++) {
                reported.finished(tellApart(gating, rows, start.assignment(), k, minibatches));
            }
            MixtureTraining training =
                    new MixtureTraining(rows, start.autoencoders(), Optional.of(gating), threads);
            for (int epoch = 0; epoch < epochs; epoch++) {
                reported.finished(training.epoch(minibatches));
            }
            return mostLikely(gating, rows);
        }
    }

    private static NetworkLayout gating(int inputs, int clusters) {
        int units = AutoencoderLayout.widths(inputs, GATING_UNITS)[1];
        return new NetworkLayout(
                new int[] {inputs, units, units, clusters},
                Activation.RELU,
                Activation.IDENTITY,
                false,
                new Adam(1e-3),
                DataType.FLOAT);
    }

    private static double tellApart(
            Network gating, float[][] rows, int[] assignment, int clusters, Minibatches minibatches) {
        double sum = 0;
        for (int[] batch : minibatches.epoch(Rows.all(rows.length))) {
            TrainingInterruptedException.throwIfInterrupted("fitting the gating network");
            double[][] shares = new double[batch.length][clusters];
            for (int row = 0; row < batch.length; row++) {
                shares[row][assignment[batch[row]]] = 1;
            }
            try (INDArray input = Rows.pick(rows, batch, gating.layout().type())) {
                double[][] logs =
                        MixtureLoss.logSoftmax(gating.forward(input).toDoubleMatrix());
                gating.backward(Rows.of(
                        MixtureLoss.byGatingOutput(logs, shares), gating.layout().type()));
                gating.update(batch.length);
                for (int row = 0; row < batch.length; row++) {
                    sum -= logs[row][assignment[batch[row]]];
                }
            }
        }
        return sum / rows.length;
    }

    private static int[] mostLikely(Network gating, float[][] rows) {
        int[] assignment = new int[rows.length];
        for (int from = 0; from < rows.length; from += 1024) {
            int to = Math.min(rows.length, from + 1024);
            try (INDArray input = Rows.range(rows, from, to, gating.layout().type());
                    INDArray outputs = gating.output(input)) {
                double[][] logits = outputs.toDoubleMatrix();
                for (int row = 0; row < logits.length; row++) {
                    for (int i = 1; i < logits[row].length; i++) {
                        if (logits[row][i] > logits[row][assignment[from + row]]) {
                            assignment[from + row] = i;
                        }
                    }
                }
            }
        }
        return assignment;
    }
}
