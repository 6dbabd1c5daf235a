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

/**
 * Autoencoded k-means (Samplawski): an autoencoder of one hidden layer and gradient k-means on its codes (Bottou and
 * Bengio 1995) learn together, from the first step on: loss = mean_i (1/F) ||x_i - x'_i||^2 + mean_i 1/2 ||h_i -
 * c_{h_i}||^2, with F columns, codes h_i and each code's nearest centroid c_{h_i}. tanh, Xavier's initial weights, Adam
 * with its defaults for weights and centroids, batches of 100; the centroids start as the pseudo-identity matrix.
 * Denoising: Gaussian noise on the input, clipped to [0, 1], the clean row being the target.
 *
 * <p><strong>Which reading of the loss.</strong> Taken literally, the first term is a mean over columns and the second
 * a sum over the H units of the code. With H in the hundreds the second is then stronger by that factor, all codes
 * shrink to one point, and one cluster takes every row: so it went in our trials of the literal form. Here the second
 * term is a mean over units as well, 1/H of the literal one: both terms are then of one size, and that does not
 * collapse.
 *
 * <p>Deviations: the weight above; the code is at most eight times as wide as the input. The paper takes ten times as
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
    public int[] cluster(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        int epochs = settings.epochs().orElse(EPOCHS);
        Random seeds = new Random(settings.seed());
        EpochProgress reported = new EpochProgress(progress, epochs);
        Minibatches minibatches = new Minibatches(Minibatches.rowsFor(BATCH_ROWS, rows.length), seeds.nextLong());
        Random disturbance = new Random(seeds.nextLong());

        AutoencoderLayout layout = layout(rows[0].length);
        int units = layout.widths()[1];
        CodeAndReconstructionLoss loss =
                new CodeAndReconstructionLoss(ReconstructionLoss.SQUARED, 1.0 / rows[0].length, 1.0 / units);
        Autoencoder autoencoder = Autoencoder.create(layout, seeds.nextLong());
        TrainedCentroids centroids =
                new TrainedCentroids(pseudoIdentity(settings.clusters(), units), new Adam(LEARNING_RATE));
        for (int epoch = 0; epoch < epochs; epoch++) {
            double sum = 0;
            for (int[] batch : minibatches.epoch(Rows.all(rows.length))) {
                TrainingInterruptedException.throwIfInterrupted("learning codes and centroids");
                try (INDArray target = Rows.pick(rows, batch, autoencoder.type());
                        INDArray input = disturbed(rows, batch, autoencoder.type(), disturbance)) {
                    var outcome = loss.backward(autoencoder, input, target, centroids.values());
                    autoencoder.update(batch.length);
                    centroids.step(outcome.nearest().byCentroid(loss.byCode()));
                    sum += outcome.loss() * batch.length;
                }
            }
            reported.finished(sum / rows.length);
        }
        return CodeClusters.nearest(autoencoder.encode(rows), centroids.values());
    }

    private AutoencoderLayout layout(int inputs) {
        return new AutoencoderLayout(
                AutoencoderLayout.widths(inputs, code),
                Activation.TANH,
                Activation.TANH,
                Activation.TANH,
                false,
                new Adam(LEARNING_RATE),
                DataType.FLOAT);
    }

    private INDArray disturbed(float[][] rows, int[] batch, DataType type, Random random) {
        if (noise == 0) {
            return Rows.pick(rows, batch, type);
        }
        float[][] disturbed = new float[batch.length][];
        for (int i = 0; i < batch.length; i++) {
            disturbed[i] = rows[batch[i]].clone();
            for (int f = 0; f < disturbed[i].length; f++) {
                double value = disturbed[i][f] + noise * random.nextGaussian();
                disturbed[i][f] = (float) Math.max(0, Math.min(1, value));
            }
        }
        return Rows.range(disturbed, 0, batch.length, type);
    }

    private static double[][] pseudoIdentity(int clusters, int units) {
        double[][] identity = new double[clusters][units];
        for (int j = 0; j < Math.min(clusters, units); j++) {
            identity[j][j] = 1;
        }
        return identity;
    }
}
