package dev.riffle.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.kernel.DenseKernel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenseNetworkTest {
    private static final int ROWS = 7;
    private static final int COLUMNS = 5;

    private final Random random = new Random(11);

    @ParameterizedTest
    @CsvSource({
        "TANH,SIGMOID,false,CROSS_ENTROPY",
        "TANH,SIGMOID,true,CROSS_ENTROPY",
        "ELU,SIGMOID,true,SQUARED",
        "ELU,IDENTITY,false,SQUARED",
        "RELU,TANH,false,SQUARED",
        "SIGMOID,IDENTITY,true,SQUARED"
    })
    void gradientsAreThoseOfTheLossForEveryActivation(
            Activation hidden, Activation last, boolean normalised, ReconstructionLoss loss) {
        Autoencoder autoencoder = Autoencoder.create(
                new AutoencoderLayout(List.of(COLUMNS, 4, 2), hidden, Activation.IDENTITY, last, normalised),
                new Optimiser.Adam(1e-3),
                3);
        // Without biases a row that no unit answers to would sit on the kink of the next layer.
        disturb(autoencoder.encoder());
        disturb(autoencoder.decoder());
        double[][] rows = uniform(ROWS, COLUMNS);
        Matrix batch = Matrix.of(rows);
        ReferenceNetwork encoder = new ReferenceNetwork(autoencoder.encoder());
        ReferenceNetwork decoder = new ReferenceNetwork(autoencoder.decoder());

        Matrix reconstruction = autoencoder.forward(batch).reconstruction();
        autoencoder.backward(loss.derivative(batch, reconstruction, 1.0 / ROWS));

        encoder.assertGradientOf(
                autoencoder.encoder(), () -> ReferenceNetwork.mean(loss, rows, decoder.forward(encoder.forward(rows))));
        decoder.assertGradientOf(
                autoencoder.decoder(), () -> ReferenceNetwork.mean(loss, rows, decoder.forward(encoder.forward(rows))));
    }

    @Test
    void theDerivativeByTheInputIsTheLosssToo() {
        DenseNetwork network = DenseNetwork.create(
                new NetworkLayout(List.of(COLUMNS, 4, 3), Activation.TANH, Activation.IDENTITY, true),
                new Optimiser.Adam(1e-3),
                random);
        double[][] rows = uniform(ROWS, COLUMNS);
        double[][] wanted = uniform(ROWS, 3);
        ReferenceNetwork reference = new ReferenceNetwork(network);

        Matrix output = network.forward(Matrix.of(rows));
        double[][] byInput = network.backward(ReconstructionLoss.SQUARED.derivative(Matrix.of(wanted), output, 1))
                .toDoubles();

        for (int i = 0; i < ROWS; i++) {
            for (int f = 0; f < COLUMNS; f++) {
                double value = rows[i][f];
                rows[i][f] = value + 1e-6;
                double above =
                        ROWS * ReferenceNetwork.mean(ReconstructionLoss.SQUARED, wanted, reference.forward(rows));
                rows[i][f] = value - 1e-6;
                double below =
                        ROWS * ReferenceNetwork.mean(ReconstructionLoss.SQUARED, wanted, reference.forward(rows));
                rows[i][f] = value;
                assertThat(byInput[i][f]).isCloseTo((above - below) / 2e-6, within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationsAreTheExactOnesWithinFloatPrecision(Activation activation) {
        float[] values = new float[4_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 2_000) / 50f;
        }
        float[] found = values.clone();

        Activations.apply(activation, found, found.length);

        for (int i = 0; i < values.length; i++) {
            double x = values[i];
            double expected =
                    switch (activation) {
                        case IDENTITY -> x;
                        case RELU -> Math.max(0, x);
                        case ELU -> x < 0 ? Math.expm1(x) : x;
                        case TANH -> Math.tanh(x);
                        case SIGMOID -> 1 / (1 + Math.exp(-x));
                    };
            assertThat((double) found[i]).as("of %s", x).isCloseTo(expected, within(1e-7 * Math.max(1, Math.abs(x))));
        }
        float[] none = {Float.NaN};
        Activations.apply(activation, none, 1);
        assertThat(none[0]).isNaN();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsExportedComputesWhatIsInferred(boolean normalised) {
        Autoencoder autoencoder = trained(normalised);
        float[][] rows = floats(uniform(40, COLUMNS));
        float[][] codes = autoencoder.encode(rows);
        List<DenseLayer> layers = new ArrayList<>(autoencoder.encoder().export());
        int encoderLayers = layers.size();
        layers.addAll(autoencoder.decoder().export());
        DenseKernel kernel = DenseKernel.of(new DenseAutoencoder(layers, encoderLayers));
        double[] errors = autoencoder.errors(rows);

        for (int i = 0; i < rows.length; i++) {
            float[] code = new float[2];
            float[] reconstruction = new float[COLUMNS];
            kernel.encode(rows[i], code);
            kernel.decode(code, reconstruction);
            assertThat(code).containsExactly(codes[i], within(1e-4f));
            double error = 0;
            for (int f = 0; f < COLUMNS; f++) {
                error += Math.pow(reconstruction[f] - rows[i][f], 2);
            }
            assertThat(error).isCloseTo(errors[i], within(1e-4));
        }
    }

    @Test
    void aNetworkReadBackTakesTheStepsThatTheOneWrittenTakes() throws IOException {
        Autoencoder written = trained(true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        written.write(new DataOutputStream(bytes));
        Autoencoder read = Autoencoder.create(layout(true), new Optimiser.Adam(1e-2), 99);
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        float[][] rows = floats(uniform(40, COLUMNS));
        ReconstructionTraining training = new ReconstructionTraining(rows, ReconstructionLoss.SQUARED);

        double after = training.epoch(written, new Minibatches(8, 5), 0);

        assertThat(training.epoch(read, new Minibatches(8, 5), 0)).isEqualTo(after);
        assertThat(read.errors(rows)).isEqualTo(written.errors(rows));
    }

    /** Adam's first step is the rate in the gradient's direction, whatever its length. */
    @Test
    void adamsFirstStepIsItsRate() {
        float[] parameters = {1, 1, 1};
        new Optimiser.Adam(0.1).steps(3).step(parameters, new float[] {5, -0.01f, 0});

        assertThat(parameters).containsExactly(new float[] {0.9f, 1.1f, 1}, within(1e-4f));
    }

    /** By hand: v1 = -0.5, v2 = 0.9 v1 - 0.5 = -0.95; a step is 0.9 v - 0.5. */
    @Test
    void nesterovsStepsLookAhead() {
        float[] parameters = {0};
        Optimiser.Steps steps = new Optimiser.Nesterov(0.5, 0.9).steps(1);

        steps.step(parameters, new float[] {1});
        assertThat(parameters[0]).isCloseTo(-0.95f, within(1e-6f));
        steps.step(parameters, new float[] {1});
        assertThat(parameters[0]).isCloseTo(-0.95f - 0.855f - 0.5f, within(1e-6f));
    }

    private void disturb(DenseNetwork network) {
        for (float[] parameters : network.parameters()) {
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] += (float) (0.2 * random.nextGaussian());
            }
        }
    }

    private Autoencoder trained(boolean normalised) {
        Autoencoder autoencoder = Autoencoder.create(layout(normalised), new Optimiser.Adam(1e-2), 4);
        float[][] rows = floats(uniform(64, COLUMNS));
        ReconstructionTraining training = new ReconstructionTraining(rows, ReconstructionLoss.SQUARED);
        double first = training.epoch(autoencoder, new Minibatches(16, 1), 0);
        double last = first;
        for (int epoch = 1; epoch < 40; epoch++) {
            last = training.epoch(autoencoder, new Minibatches(16, 1), epoch);
        }
        assertThat(last).isLessThan(0.8 * first);
        return autoencoder;
    }

    private static AutoencoderLayout layout(boolean normalised) {
        return new AutoencoderLayout(
                List.of(COLUMNS, 8, 2), Activation.ELU, Activation.IDENTITY, Activation.SIGMOID, normalised);
    }

    private double[][] uniform(int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int f = 0; f < columns; f++) {
                row[f] = (float) (0.05 + 0.9 * random.nextDouble());
            }
        }
        return values;
    }

    private static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            floats[i] = new float[rows[i].length];
            for (int f = 0; f < rows[i].length; f++) {
                floats[i][f] = (float) rows[i][f];
            }
        }
        return floats;
    }
}
