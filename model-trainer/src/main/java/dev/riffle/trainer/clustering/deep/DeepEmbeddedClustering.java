package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusterModel;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.Checkpointed;
import dev.riffle.trainer.network.DenseNetwork;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.KeptAssignment;
import dev.riffle.trainer.network.Matrix;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.List;
import java.util.Random;

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
 *   <li>All values are divided by their root mean square; the authors divide rows, to the same mean.
 *   <li>The target distribution is computed anew every epoch.
 *   <li>The loss is the mean of the batch's rows.
 *   <li>Hidden layers are at most eight times as wide as the input, batches smaller for fewer than 4,096 rows.
 * </ul>
 */
public final class DeepEmbeddedClustering implements ClusteringAlgorithm {
    private static final int EPOCHS = 100;
    private static final int BATCH_ROWS = 256;
    private static final double CHANGED_AT_LEAST = 0.001;
    private static final Optimiser DESCENT = new Optimiser.Nesterov(0.01, 0.9);

    /** Epochs hold for each of the two phases: the autoencoder, and at most for the clustering. */
    @Override
    public FittedClustering fit(float[][] unscaled, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(unscaled);
        InputScale scale = InputScale.of(unscaled);
        float[][] rows = scale.apply(unscaled);
        int epochs = settings.epochs().orElse(EPOCHS);
        Random seeds = new Random(settings.seed());
        EpochLoop loop = settings.loop("dec", rows, 2 * epochs, progress);
        Minibatches minibatches = Minibatches.of(BATCH_ROWS, rows.length, seeds.nextLong());

        Autoencoder autoencoder = StackedAutoencoder.learn(rows, epochs, minibatches, seeds.nextLong(), loop);

        long clusterSeed = seeds.nextLong();
        DenseNetwork encoder = autoencoder.encoder().copy(DESCENT);
        TrainedCentroids centroids = new TrainedCentroids(
                new double[settings.clusters()][encoder.layout().outputs()], DESCENT);
        KeptAssignment assignment = new KeptAssignment(rows.length);
        List<Checkpointed> state = List.of(encoder, centroids, assignment);
        loop.once(state, () -> {
            CodeClusters start = CodeClusters.of(autoencoder.encode(rows), settings.clusters(), clusterSeed);
            centroids.set(start.centroids());
            assignment.set(start.assignment());
        });
        loop.phaseUntil(epochs, state, epoch -> {
            double[][] soft = StudentAssignment.of(toDouble(encoder.outputs(rows)), centroids.values())
                    .assignment();
            int[] next = hard(soft);
            boolean settled = epoch > 0 && CodeClusters.changed(assignment.clusters(), next) < CHANGED_AT_LEAST;
            assignment.set(next);
            double[][] target = StudentAssignment.target(soft);
            double sum = 0;
            for (int[] batch : minibatches.epoch(rows.length, epochs + epoch)) {
                TrainingInterruptedException.throwIfInterrupted("sharpening clusters");
                sum += step(encoder, centroids, rows, target, batch) * batch.length;
            }
            return new EpochLoop.Outcome(sum / rows.length, settled);
        });
        loop.finish();
        return new FittedClustering(
                hard(StudentAssignment.of(toDouble(encoder.outputs(rows)), centroids.values())
                        .assignment()),
                new ClusterModel.Centroids(
                        scale.foldedInto(encoder.export()), CodeClusters.toFloats(centroids.values())));
    }

    private static double step(
            DenseNetwork encoder, TrainedCentroids centroids, float[][] rows, double[][] targets, int[] batch) {
        double[][] target = new double[batch.length][];
        for (int i = 0; i < batch.length; i++) {
            target[i] = targets[batch[i]];
        }
        StudentAssignment soft =
                StudentAssignment.of(encoder.forward(Matrix.pick(rows, batch)).toDoubles(), centroids.values());
        encoder.backwardAtInput(Matrix.of(soft.byCode(target)));
        double[][] byCentroid = soft.byCentroid(target);
        encoder.step();
        centroids.step(byCentroid);
        return soft.loss(target);
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
