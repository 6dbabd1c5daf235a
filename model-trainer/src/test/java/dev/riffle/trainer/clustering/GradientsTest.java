package dev.riffle.trainer.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;

/** Every gradient of our own against central differences. */
class GradientsTest {
    /** Float32 networks: large enough for the rounding of a sum, small enough for the curvature. */
    private static final float STEP = 1e-2f;

    private static final double TOLERANCE = 2e-3;
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
    @EnumSource(Reconstruction.class)
    void slopeOfTheReconstructionsCost(Reconstruction reconstruction) {
        for (double target : new double[] {0, 0.3, 1}) {
            for (double output = -8; output <= 8; output += 0.5) {
                double difference =
                        (reconstruction.cost(target, output + 1e-5) - reconstruction.cost(target, output - 1e-5))
                                / 2e-5;
                assertThat(reconstruction.slope(target, output)).isCloseTo(difference, within(1e-8));
            }
        }
    }

    @Test
    void crossEntropyNeitherOverflowsNorCancels() {
        assertThat(Reconstruction.BERNOULLI.cost(1, 500)).isCloseTo(0, within(1e-200));
        assertThat(Reconstruction.BERNOULLI.cost(0, 500)).isEqualTo(500);
        assertThat(Reconstruction.BERNOULLI.cost(1, -500)).isEqualTo(500);
        assertThat(Reconstruction.BERNOULLI.cost(0.5, 0)).isCloseTo(Math.log(2), within(1e-15));
    }

    @ParameterizedTest
    @EnumSource(Reconstruction.class)
    void gradientOfAnAutoencoderThroughBothNetworks(Reconstruction reconstruction) {
        DenseNetwork encoder = DenseNetwork.create(List.of(4, 6, 2), Activation.TANH, 1e-3, random);
        DenseNetwork decoder = DenseNetwork.create(List.of(2, 6, 4), Activation.TANH, 1e-3, random);
        float[] rows = values(ROWS * 4);
        Supplier<Double> loss = () -> {
            float[] outputs = decoder.forward(encoder.forward(rows, ROWS), ROWS);
            return reconstruction.of(rows, outputs, ROWS, new float[outputs.length]);
        };
        float[] outputs = decoder.forward(encoder.forward(rows, ROWS), ROWS);
        float[] byOutputs = new float[outputs.length];
        reconstruction.of(rows, outputs, ROWS, byOutputs);

        assertGradient(decoder, decoder.gradient(byOutputs, ROWS), loss);
        // Learning moves the decoder, but what it hands back is the gradient where it stood.
        float[] stood = decoder.parameters();
        decoder.forward(encoder.forward(rows, ROWS), ROWS);
        float[] byCode = decoder.learn(byOutputs, ROWS);
        decoder.parameters(stood);
        assertGradient(encoder, encoder.gradient(byCode, ROWS), loss);
    }

    @ParameterizedTest
    @EnumSource(Reconstruction.class)
    void gradientOfTheEvidenceLowerBoundThroughTheSample(Reconstruction reconstruction) {
        double weight = 0.7;
        DenseNetwork encoder = DenseNetwork.create(List.of(4, 5, 4), Activation.TANH, 1e-3, random);
        DenseNetwork decoder = DenseNetwork.create(List.of(2, 5, 4), Activation.TANH, 1e-3, random);
        float[] rows = values(ROWS * 4);
        Supplier<Double> loss = () -> {
            VariationalLoss variational = new VariationalLoss(encoder.forward(rows, ROWS), 2, ROWS, new Random(11));
            float[] outputs = decoder.forward(variational.sample(), ROWS);
            return reconstruction.of(rows, outputs, ROWS, new float[outputs.length])
                    + weight * variational.divergence();
        };
        VariationalLoss variational = new VariationalLoss(encoder.forward(rows, ROWS), 2, ROWS, new Random(11));
        float[] outputs = decoder.forward(variational.sample(), ROWS);
        float[] byOutputs = new float[outputs.length];
        reconstruction.of(rows, outputs, ROWS, byOutputs);
        float[] stood = decoder.parameters();
        float[] bySample = decoder.learn(byOutputs, ROWS);
        decoder.parameters(stood);

        assertGradient(encoder, encoder.gradient(variational.gradient(bySample, weight), ROWS), loss);
    }

    /** A code of mean 0 and variance 1 is the prior itself; mean 2 and variance e^2 by hand: (4 + e^2 - 1 - 2) / 2. */
    @Test
    void divergenceByHand() {
        assertThat(new VariationalLoss(new float[] {0, 0}, 1, 1, random).divergence())
                .isZero();
        assertThat(new VariationalLoss(new float[] {2, 2}, 1, 1, random).divergence())
                .isCloseTo((1 + Math.exp(2)) / 2, within(1e-12));
    }

    @Test
    void learningDescends() {
        DenseNetwork network = DenseNetwork.create(List.of(3, 8, 3), Activation.ELU, 1e-2, random);
        float[] rows = values(ROWS * 3);
        float[] byOutputs = new float[rows.length];
        double first = Reconstruction.GAUSSIAN.of(rows, network.forward(rows, ROWS), ROWS, byOutputs);
        double last = first;
        for (int step = 0; step < 100; step++) {
            network.learn(byOutputs, ROWS);
            last = Reconstruction.GAUSSIAN.of(rows, network.forward(rows, ROWS), ROWS, byOutputs);
        }
        assertThat(last).isLessThan(first / 10);
    }

    private static void assertGradient(DenseNetwork network, float[] gradient, Supplier<Double> loss) {
        float[] parameters = network.parameters();
        assertThat(gradient).hasSameSizeAs(parameters);
        double largest = 0;
        for (int p = 0; p < parameters.length; p++) {
            float stood = parameters[p];
            parameters[p] = stood + STEP;
            network.parameters(parameters);
            double above = loss.get();
            parameters[p] = stood - STEP;
            network.parameters(parameters);
            double below = loss.get();
            parameters[p] = stood;
            assertThat(gradient[p])
                    .as("parameter %d", p)
                    .isCloseTo((float) ((above - below) / (2 * STEP)), within((float) TOLERANCE));
            largest = Math.max(largest, Math.abs(gradient[p]));
        }
        network.parameters(parameters);
        // Else zeros would pass too.
        assertThat(largest).isGreaterThan(20 * TOLERANCE);
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

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
