package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.Random;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * DEC: Xie, Girshick and Farhadi, "Unsupervised deep embedding for clustering analysis" (ICML 2016). An autoencoder
 * d-500-500-2000-10 learns to reconstruct, its decoder is dropped, and encoder and centroids (by k-means in the codes)
 * learn together to sharpen their own soft assignment: KL(P || Q), equations 1 to 5, by gradient descent with rate 0.01
 * and momentum 0.9 in batches of 256, until fewer than 0.1 % of the rows change their cluster between two target
 * distributions.
 *
 * <p>Deviations:
 *
 * <ul>
 *   <li>The autoencoder learns all its layers at once with Adam from Glorot's initial weights, in place of greedy
 *       layer-wise denoising with dropout and a long fine-tuning.
 *   <li>The target distribution is computed anew every epoch.
 *   <li>The loss is the mean of the batch's rows.
 *   <li>Hidden layers are at most eight times as wide as the input, batches smaller for fewer than 4,096 rows.
 * </ul>
 */
public final class DeepEmbeddedClustering implements ClusteringAlgorithm {
    private static final int EPOCHS = 100;
    private static final int BATCH_ROWS = 256;
    private static final double CHANGED_AT_LEAST = 0.001;

    /** Epochs hold for each of the two phases: the autoencoder, and at most for the clustering. */
    @Override
    public int[] cluster(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int epochs = settings.epochs().orElse(EPOCHS);
        Random seeds = new Random(settings.seed());
        EpochProgress reported = new EpochProgress(progress, 2 * epochs);
        Minibatches minibatches = new Minibatches(Minibatches.rowsFor(BATCH_ROWS, rows.length), seeds.nextLong());

        Autoencoder autoencoder = Autoencoder.create(layout(rows[0].length), seeds.nextLong());
        new Reconstruction(rows, ReconstructionLoss.SQUARED).train(autoencoder, minibatches, epochs, reported);
        CodeClusters start = CodeClusters.of(autoencoder.encode(rows), settings.clusters(), seeds.nextLong());

        Nesterovs descent = new Nesterovs(0.01, 0.9);
        Autoencoder sharpened = autoencoder.copy(descent);
        TrainedCentroids centroids = new TrainedCentroids(start.centroids(), descent);
        int[] assignment = start.assignment();
        for (int epoch = 0; epoch < epochs; epoch++) {
            double[][] soft = StudentAssignment.of(toDouble(sharpened.encode(rows)), centroids.values())
                    .assignment();
            int[] next = hard(soft);
            boolean settled = epoch > 0 && CodeClusters.changed(assignment, next) < CHANGED_AT_LEAST;
            assignment = next;
            if (settled) {
                break;
            }
            double[][] target = StudentAssignment.target(soft);
            double sum = 0;
            for (int[] batch : minibatches.epoch(Rows.all(rows.length))) {
                TrainingInterruptedException.throwIfInterrupted("sharpening clusters");
                sum += step(sharpened.encoder(), centroids, rows, target, batch) * batch.length;
            }
            reported.finished(sum / rows.length);
        }
        return hard(StudentAssignment.of(toDouble(sharpened.encode(rows)), centroids.values())
                .assignment());
    }

    private static AutoencoderLayout layout(int inputs) {
        return new AutoencoderLayout(
                AutoencoderLayout.widths(inputs, 500, 500, 2000, 10),
                Activation.RELU,
                Activation.IDENTITY,
                Activation.IDENTITY,
                false,
                new Adam(1e-3),
                DataType.FLOAT);
    }

    private static double step(
            Network encoder, TrainedCentroids centroids, float[][] rows, double[][] targets, int[] batch) {
        double[][] target = new double[batch.length][];
        for (int i = 0; i < batch.length; i++) {
            target[i] = targets[batch[i]];
        }
        try (INDArray input = Rows.pick(rows, batch, encoder.layout().type())) {
            StudentAssignment soft = StudentAssignment.of(encoder.forward(input).toDoubleMatrix(), centroids.values());
            encoder.backward(Rows.of(soft.byCode(target), encoder.layout().type()));
            double[][] byCentroid = soft.byCentroid(target);
            double loss = soft.loss(target);
            encoder.update(batch.length);
            centroids.step(byCentroid);
            return loss;
        }
    }

    private static double[][] toDouble(float[][] rows) {
        double[][] doubles = new double[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int h = 0; h < rows[i].length; h++) {
                doubles[i][h] = rows[i][h];
            }
        }
        return doubles;
    }

    private static int[] hard(double[][] soft) {
        int[] assignment = new int[soft.length];
        for (int i = 0; i < soft.length; i++) {
            for (int j = 1; j < soft[i].length; j++) {
                if (soft[i][j] > soft[i][assignment[i]]) {
                    assignment[i] = j;
                }
            }
        }
        return assignment;
    }
}
