package dev.riffle.trainer.clustering.deep;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.trainer.clustering.ClusterModel;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.AutoencoderLayout;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.Matrix;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.List;
import java.util.Random;

/**
 * Autoencoded k-means (Samplawski): an autoencoder of one hidden layer and gradient k-means on its codes (Bottou and
 * Bengio 1995) learn together, from the first step on: loss = mean_i (1/F) ||x_i - x'_i||^2 + mean_i 1/2 ||h_i -
 * c_{h_i}||^2, with F columns, codes h_i and each code's nearest centroid c_{h_i}. tanh, Xavier's initial weights, Adam
 * with its defaults for weights and centroids, batches of 100; the centroids start as the pseudo-identity matrix.
 * Denoising: Gaussian noise on the input, clipped to the range of the values, the clean row being the target.
 *
 * <p><strong>Which reading of the loss.</strong> Taken literally, the first term is a mean over columns and the second
 * a sum over the H units of the code. With H in the hundreds the second is then stronger by that factor, all codes
 * shrink to one point, and one cluster takes every row: so it went in our trials of the literal form. Here the second
 * term is a mean over units as well, 1/H of the literal one: both terms are then of one size, and that does not
 * collapse.
 *
 * <p>Deviations: the weight above; outputs are linear where rows do not lie in [0, 1]; the code is at most eight times as wide as the input. The paper takes ten times as
 * many clusters as classes; here k is what the settings say. Where k is greater than the code is wide, the
 * pseudo-identity matrix's further rows are zero, and of these equal centroids only the first can win a row.
 */
public final class AutoencodedKMeans implements ClusteringAlgorithm {
    private static final int EPOCHS = 50;
    private static final int BATCH_ROWS = 100;
    private static final int CODE = 256;
    private static final double LEARNING_RATE = 1e-3;

    private final int code;
    private final double noise;

    /** A code of 256 units, no noise. */
    public AutoencodedKMeans() {
        this(CODE, 0);
    }

    /**
     * @param code H, units of the code, at least 1
     * @param noise standard deviation of the noise on the input, at least 0
     */
    public AutoencodedKMeans(int code, double noise) {
        if (code < 1) {
            throw new IllegalArgumentException("Code has " + code + " units; expected at least 1");
        }
        if (!(noise >= 0) || noise == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("Noise is " + noise + "; expected a finite value of at least 0");
        }
        this.code = code;
        this.noise = noise;
    }

    /** The paper's k; with one centroid per class most of them never win a row. */
    @Override
    public int clustersPerClass() {
        return 10;
    }

    @Override
    public FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int epochs = settings.epochs().orElse(EPOCHS);
        Random seeds = new Random(settings.seed());
        EpochLoop loop =
                settings.loop("autoencoded-kmeans of code " + code + " and noise " + noise, rows, epochs, progress);
        Minibatches minibatches = Minibatches.of(BATCH_ROWS, rows.length, seeds.nextLong());
        long noiseSeed = seeds.nextLong();

        AutoencoderLayout layout = layout(rows);
        ValueRange range = ValueRange.of(rows);
        int units = layout.widths().get(1);
        CodeAndReconstructionLoss loss =
                new CodeAndReconstructionLoss(ReconstructionLoss.SQUARED, 1.0 / rows[0].length, 1.0 / units);
        Optimiser optimiser = new Optimiser.Adam(LEARNING_RATE);
        Autoencoder autoencoder = Autoencoder.create(layout, optimiser, seeds.nextLong());
        TrainedCentroids centroids = new TrainedCentroids(pseudoIdentity(settings.clusters(), units), optimiser);
        loop.phase(epochs, List.of(autoencoder, centroids), epoch -> {
            Random disturbance = Minibatches.random(noiseSeed, epoch);
            double sum = 0;
            for (int[] batch : minibatches.epoch(rows.length, epoch)) {
                TrainingInterruptedException.throwIfInterrupted("learning codes and centroids");
                Matrix target = Matrix.pick(rows, batch);
                var outcome =
                        loss.backward(autoencoder, disturbed(target, range, disturbance), target, centroids.values());
                autoencoder.step();
                centroids.step(outcome.nearest().byCentroid(loss.byCode()));
                sum += outcome.loss() * batch.length;
            }
            return sum / rows.length;
        });
        loop.finish();
        return new FittedClustering(
                CodeClusters.nearest(autoencoder.encode(rows), centroids.values()),
                new ClusterModel.Centroids(autoencoder.encoder().export(), CodeClusters.toFloats(centroids.values())));
    }

    private AutoencoderLayout layout(float[][] rows) {
        return new AutoencoderLayout(
                AutoencoderLayout.widths(rows[0].length, code),
                Activation.TANH,
                Activation.TANH,
                ReconstructionLoss.inUnitInterval(rows) ? Activation.TANH : Activation.IDENTITY,
                false);
    }

    /** Least and greatest value of all rows. */
    private record ValueRange(float least, float greatest) {
        static ValueRange of(float[][] rows) {
            float least = rows[0][0];
            float greatest = least;
            for (float[] row : rows) {
                for (float value : row) {
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                }
            }
            return new ValueRange(least, greatest);
        }
    }

    private Matrix disturbed(Matrix clean, ValueRange range, Random random) {
        if (noise == 0) {
            return clean;
        }
        Matrix disturbed = Matrix.zeros(clean.rows(), clean.columns());
        for (int i = 0; i < clean.cells(); i++) {
            double value = clean.values()[i] + noise * random.nextGaussian();
            disturbed.values()[i] = (float) Math.max(range.least(), Math.min(range.greatest(), value));
        }
        return disturbed;
    }

    private static double[][] pseudoIdentity(int clusters, int units) {
        double[][] identity = new double[clusters][units];
        for (int j = 0; j < Math.min(clusters, units); j++) {
            identity[j][j] = 1;
        }
        return identity;
    }
}
