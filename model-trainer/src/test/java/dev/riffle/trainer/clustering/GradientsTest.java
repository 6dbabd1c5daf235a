package dev.riffle.trainer.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.trainer.network.DenseNetwork;
import dev.riffle.trainer.network.Matrix;
import dev.riffle.trainer.network.NetworkLayout;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReferenceNetwork;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every gradient of our own against central differences. */
class GradientsTest {
    private static final int ROWS = 5;

    private final Random random = new Random(3);

    @Test
    void gradientOfKMeans() {
        float[][] rows = Blobs.of(40, 4, 3, 2).rows();
        float[][] centres = {{0.8f, 0.2f, 0.1f}, {0.1f, 0.7f, 0.2f}, {0.2f, 0.1f, 0.7f}, {0.3f, 0.2f, 0.1f}};
        int[] order = IntStream.range(0, rows.length).toArray();
        KMeansLoss loss = KMeansLoss.of(rows, order, 10, 35, centres);

        for (int j = 0; j < centres.length; j++) {
            for (int f = 0; f < 3; f++) {
                double difference = difference(centres[j], f, 1e-3f, () -> KMeansLoss.of(rows, order, 10, 35, centres)
                        .value());
                assertThat(loss.gradient()[j][f]).isCloseTo(difference, within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReconstructionLoss.class)
    void gradientOfTheEvidenceLowerBoundThroughTheSample(ReconstructionLoss reconstruction) {
        double weight = 0.7;
        DenseNetwork encoder = network(4, 5, 4, Activation.IDENTITY);
        DenseNetwork decoder = network(2, 5, 4, Activation.SIGMOID);
        ReferenceNetwork encoding = new ReferenceNetwork(encoder);
        ReferenceNetwork decoding = new ReferenceNetwork(decoder);
        double[][] rows = values(ROWS, 4);
        DoubleSupplier loss = () -> {
            Random noise = new Random(11);
            double[][] encoded = encoding.forward(rows);
            double[][] sample = new double[ROWS][2];
            double divergence = 0;
            for (int i = 0; i < ROWS; i++) {
                for (int f = 0; f < 2; f++) {
                    double mean = encoded[i][f];
                    double logVariance = encoded[i][2 + f];
                    sample[i][f] = mean + Math.exp(logVariance / 2) * (float) noise.nextGaussian();
                    divergence += (mean * mean + Math.exp(logVariance) - 1 - logVariance) / 2 / ROWS;
                }
            }
            return ReferenceNetwork.mean(reconstruction, rows, decoding.forward(sample)) + weight * divergence;
        };

        VariationalLoss variational =
                new VariationalLoss(encoder.forward(Matrix.of(rows)).values(), 2, ROWS, new Random(11));
        Matrix outputs = decoder.forward(new Matrix(variational.sample(), ROWS, 2));
        Matrix bySample = decoder.backward(reconstruction.derivative(Matrix.of(rows), outputs, 1.0 / ROWS));
        encoder.backwardAtInput(new Matrix(variational.gradient(bySample.values(), weight), ROWS, 4));

        encoding.assertGradientOf(encoder, loss);
        decoding.assertGradientOf(decoder, loss);
    }

    /** A code of mean 0 and variance 1 is the prior itself; mean 2 and variance e^2 by hand: (4 + e^2 - 1 - 2) / 2. */
    @Test
    void divergenceByHand() {
        assertThat(new VariationalLoss(new float[] {0, 0}, 1, 1, random).divergence())
                .isZero();
        assertThat(new VariationalLoss(new float[] {2, 2}, 1, 1, random).divergence())
                .isCloseTo((1 + Math.exp(2)) / 2, within(1e-12));
    }

    private DenseNetwork network(int inputs, int hidden, int outputs, Activation last) {
        return DenseNetwork.create(
                new NetworkLayout(List.of(inputs, hidden, outputs), Activation.TANH, last, false),
                new Optimiser.Adam(1e-3),
                random);
    }

    private static double difference(float[] values, int index, float step, Supplier<Double> loss) {
        float stood = values[index];
        values[index] = stood + step;
        double above = loss.get();
        values[index] = stood - step;
        double below = loss.get();
        values[index] = stood;
        return (above - below) / (2 * step);
    }

    private double[][] values(int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int f = 0; f < columns; f++) {
                row[f] = random.nextFloat();
            }
        }
        return values;
    }
}
