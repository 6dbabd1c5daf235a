package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.clustering.ClusterModel;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.Checkpointed;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.Matrix;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.List;
import java.util.Random;

/**
 * DCN: Yang, Fu, Sidiropoulos and Hong, "Towards k-means-friendly spaces: simultaneous deep learning and clustering"
 * (ICML 2017). An autoencoder learns to reconstruct; then ||x_i - g(f(x_i))||^2 + lambda/2 ||f(x_i) - M s_i||^2 is
 * lowered in turns: a gradient step of the network on a batch with centroids M and assignment s held, then each row of
 * the batch is given to its nearest centroid, which moves towards its code by 1/c_k, c_k being the rows that the
 * centroid has had so far.
 *
 * <p>Deviations:
 *
 * <ul>
 *   <li>The autoencoder learns all its layers at once with Adam from Glorot's initial weights, in place of greedy
 *       layer-wise training.
 *   <li>Each centroid's count starts at 100, so that the first rows do not throw it.
 *   <li>Hidden layers are at most eight times as wide as the input, batches smaller for fewer than 4,096 rows.
 * </ul>
 */
public final class DeepClusteringNetwork implements ClusteringAlgorithm {
    private static final int EPOCHS = 50;
    private static final int BATCH_ROWS = 256;
    private static final double WEIGHT = 0.05;
    private static final int FIRST_COUNT = 100;

    private final double weight;

    /** The weight lambda = 0.05. */
    public DeepClusteringNetwork() {
        this(WEIGHT);
    }

    /** @param weight lambda, of the k-means term, at least 0 */
    public DeepClusteringNetwork(double weight) {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("Weight of the k-means term is " + weight + "; expected at least 0");
        }
        this.weight = weight;
    }

    /** Epochs hold for each of the two phases: the autoencoder, and the clustering. */
    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int epochs = settings.epochs().orElse(EPOCHS);
        Random seeds = new Random(settings.seed());
        EpochLoop loop = settings.loop("dcn of weight " + weight, rows, 2 * epochs, progress);
        Minibatches minibatches = Minibatches.of(BATCH_ROWS, rows.length, seeds.nextLong());

        Autoencoder autoencoder = StackedAutoencoder.learn(rows, epochs, minibatches, seeds.nextLong(), loop);

        long clusterSeed = seeds.nextLong();
        int units = autoencoder.encoder().layout().outputs();
        CountedCentroids centroids = new CountedCentroids(new double[settings.clusters()][units], FIRST_COUNT);
        List<Checkpointed> state = List.of(autoencoder, centroids);
        loop.once(
                state,
                () -> centroids.set(CodeClusters.of(autoencoder.encode(rows), settings.clusters(), clusterSeed)
                        .centroids()));
        loop.phase(epochs, state, epoch -> {
            double sum = 0;
            for (int[] batch : minibatches.epoch(rows.length, epochs + epoch)) {
                TrainingInterruptedException.throwIfInterrupted("learning a space for k-means");
                sum += step(autoencoder, centroids, rows, batch) * batch.length;
            }
            return sum / rows.length;
        });
        loop.finish();
        return new FittedClustering(
                CodeClusters.nearest(autoencoder.encode(rows), centroids.values()),
                new ClusterModel.Centroids(autoencoder.encoder().export(), CodeClusters.toFloats(centroids.values())));
    }

    private double step(Autoencoder autoencoder, CountedCentroids centroids, float[][] rows, int[] batch) {
        Matrix input = Matrix.pick(rows, batch);
        CodeAndReconstructionLoss joint = new CodeAndReconstructionLoss(ReconstructionLoss.SQUARED, 1, weight);
        double loss = joint.backward(autoencoder, input, centroids.values()).loss();
        autoencoder.step();
        for (double[] code : autoencoder.encoder().infer(input).toDoubles()) {
            centroids.learn(code);
        }
        return loss;
    }
}
