package dev.riffle.trainer.clustering;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.trainer.network.DenseNetwork;
import dev.riffle.trainer.network.EpochLoop;
import dev.riffle.trainer.network.Matrix;
import dev.riffle.trainer.network.Minibatches;
import dev.riffle.trainer.network.NetworkLayout;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The means of a variational autoencoder (Kingma and Welling 2014): reparameterised samples, one per row and step; cost
 * of reconstruction plus the Kullback-Leibler divergence from a standard normal code, weighed as in Higgins et al.
 * (2017).
 *
 * <p>The means are not to be standardised: dimensions that the divergence has switched off would become noise of full
 * size.
 *
 * @param hidden widths of the encoder's hidden layers, each at least 1; the decoder mirrors them
 * @param code width of the code, at least 1
 * @param divergenceWeight beta, at least 0; 1 is the evidence lower bound
 * @param epochs where settings do not say, at least 1
 */
public record VariationalAutoencoder(List<Integer> hidden, int code, double divergenceWeight, int epochs)
        implements CodeLearner {
    private static final double LEARNING_RATE = 1e-3;
    private static final int BATCH = 128;

    public VariationalAutoencoder {
        hidden = List.copyOf(hidden);
        if (code < 1
                || epochs < 1
                || !(divergenceWeight >= 0)
                || hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("variational autoencoder has hidden widths " + hidden + ", a code of "
                    + code + ", a divergence weight of " + divergenceWeight + " and " + epochs
                    + " epochs; at least 1 of each and a weight of at least 0 were expected");
        }
    }

    /** Widths d-256-128-10-128-256-d and the evidence lower bound. */
    public VariationalAutoencoder() {
        this(List.of(256, 128), 10, 1, 50);
    }

    @Override
    public LearnedCode learn(float[][] rows, ClusteringSettings settings, Progress progress) {
        Random seeds = new Random(settings.seed());
        int columns = rows[0].length;
        int most = settings.epochs().orElse(epochs);
        EpochLoop loop = settings.loop("code of " + this, rows, most, progress);
        Activation output = ReconstructionLoss.inUnitInterval(rows) ? Activation.SIGMOID : Activation.IDENTITY;
        DenseNetwork encoder = DenseNetwork.create(
                new NetworkLayout(
                        LayerWidths.encoder(columns, hidden, 2 * code), Activation.RELU, Activation.IDENTITY, false),
                new Optimiser.Adam(LEARNING_RATE),
                new Random(seeds.nextLong()));
        DenseNetwork decoder = DenseNetwork.create(
                new NetworkLayout(LayerWidths.decoder(columns, hidden, code), Activation.RELU, output, false),
                new Optimiser.Adam(LEARNING_RATE),
                new Random(seeds.nextLong()));
        Minibatches minibatches = Minibatches.of(BATCH, rows.length, seeds.nextLong());
        long noiseSeed = seeds.nextLong();
        Step step = new Step(encoder, decoder, ReconstructionLoss.fitting(rows));
        loop.phase(most, List.of(encoder, decoder), epoch -> {
            Random noise = Minibatches.random(noiseSeed, epoch);
            double sum = 0;
            for (int[] batch : minibatches.epoch(rows.length, epoch)) {
                TrainingInterruptedException.throwIfInterrupted("fitting a variational autoencoder");
                sum += step.learn(Matrix.pick(rows, batch), noise) * batch.length;
            }
            return sum / rows.length / columns;
        });
        loop.finish();
        List<DenseLayer> means = meansOnly(encoder.export());
        float[][] codes = new float[rows.length][];
        float[][] encoded = encoder.outputs(rows);
        Arrays.setAll(codes, i -> Arrays.copyOf(encoded[i], code));
        return new LearnedCode(codes, means);
    }

    /** The encoder without the units that give log-variances. */
    private List<DenseLayer> meansOnly(List<DenseLayer> layers) {
        List<DenseLayer> kept = new ArrayList<>(layers);
        DenseLayer last = kept.remove(kept.size() - 1);
        float[] weights = new float[last.inputs() * code];
        for (int i = 0; i < last.inputs(); i++) {
            System.arraycopy(last.weights(), i * last.outputs(), weights, i * code, code);
        }
        kept.add(new DenseLayer(last.inputs(), code, weights, Arrays.copyOf(last.biases(), code), last.activation()));
        return kept;
    }

    private final class Step {
        private final DenseNetwork encoder;
        private final DenseNetwork decoder;
        private final ReconstructionLoss loss;

        private Step(DenseNetwork encoder, DenseNetwork decoder, ReconstructionLoss loss) {
            this.encoder = encoder;
            this.decoder = decoder;
            this.loss = loss;
        }

        private double learn(Matrix rows, Random noise) {
            int count = rows.rows();
            VariationalLoss variational =
                    new VariationalLoss(encoder.forward(rows).values(), code, count, noise);
            Matrix outputs = decoder.forward(new Matrix(variational.sample(), count, code));
            double cost = 0;
            for (double each : loss.perRow(rows, outputs)) {
                cost += halved() * each / count;
            }
            Matrix bySample = decoder.backward(loss.derivative(rows, outputs, halved() / count));
            encoder.backwardAtInput(
                    new Matrix(variational.gradient(bySample.values(), divergenceWeight), count, 2 * code));
            decoder.step();
            encoder.step();
            return cost + divergenceWeight * variational.divergence();
        }

        /** A Gaussian's log-likelihood of unit variance is half the squared error. */
        private double halved() {
            return loss == ReconstructionLoss.SQUARED ? 0.5 : 1;
        }
    }
}
