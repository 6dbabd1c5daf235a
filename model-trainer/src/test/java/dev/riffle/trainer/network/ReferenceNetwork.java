package dev.riffle.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.encoder.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * What a {@link DenseNetwork} computes, written down once more as plainly as possible and in double precision, so that
 * finite differences of it are exact enough to hold float32 gradients against.
 */
public final class ReferenceNetwork {
    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 2e-5;

    private final NetworkLayout layout;
    private final List<double[]> parameters = new ArrayList<>();

    public ReferenceNetwork(DenseNetwork network) {
        layout = network.layout();
        for (float[] each : network.parameters()) {
            double[] copy = new double[each.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = each[i];
            }
            parameters.add(copy);
        }
    }

    /** A pass as in training. */
    public double[][] forward(double[][] rows) {
        double[][] values = rows;
        int next = 0;
        int layers = layout.widths().size() - 1;
        for (int layer = 0; layer < layers; layer++) {
            boolean last = layer == layers - 1;
            boolean normalised = layout.normalised() && !last;
            double[] weights = parameters.get(next++);
            int units = layout.widths().get(layer + 1);
            double[][] sums = new double[rows.length][units];
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < units; j++) {
                    for (int f = 0; f < values[i].length; f++) {
                        sums[i][j] += values[i][f] * weights[f * units + j];
                    }
                }
            }
            if (normalised) {
                normalise(sums, parameters.get(next++), parameters.get(next++));
            } else {
                double[] biases = parameters.get(next++);
                for (double[] row : sums) {
                    for (int j = 0; j < units; j++) {
                        row[j] += biases[j];
                    }
                }
            }
            for (double[] row : sums) {
                for (int j = 0; j < units; j++) {
                    row[j] = activate(last ? layout.last() : layout.hidden(), row[j]);
                }
            }
            values = sums;
        }
        return values;
    }

    private static void normalise(double[][] sums, double[] scales, double[] shifts) {
        for (int j = 0; j < scales.length; j++) {
            double mean = 0;
            for (double[] row : sums) {
                mean += row[j] / sums.length;
            }
            double variance = 0;
            for (double[] row : sums) {
                variance += (row[j] - mean) * (row[j] - mean) / sums.length;
            }
            for (double[] row : sums) {
                row[j] = scales[j] * (row[j] - mean) / Math.sqrt(variance + 1e-5) + shifts[j];
            }
        }
    }

    private static double activate(Activation activation, double x) {
        return switch (activation) {
            case IDENTITY -> x;
            case RELU -> Math.max(0, x);
            case ELU -> x < 0 ? Math.expm1(x) : x;
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
        };
    }

    /**
     * Holds a network's last gradient against central differences.
     *
     * @param loss the same loss, worked out with this reference
     */
    public void assertGradientOf(DenseNetwork network, DoubleSupplier loss) {
        double greatest = 0;
        for (int p = 0; p < parameters.size(); p++) {
            double[] values = parameters.get(p);
            for (int i = 0; i < values.length; i++) {
                double value = values[i];
                values[i] = value + STEP;
                double above = loss.getAsDouble();
                values[i] = value - STEP;
                double below = loss.getAsDouble();
                values[i] = value;
                double found = network.gradients().get(p)[i];
                assertThat(found)
                        .as("parameter %d of array %d", i, p)
                        .isCloseTo((above - below) / (2 * STEP), within(TOLERANCE));
                greatest = Math.max(greatest, Math.abs(found));
            }
        }
        // Else zeros would pass too.
        assertThat(greatest).as("greatest derivative").isGreaterThan(100 * TOLERANCE);
    }

    /** A derivative by a table of values against central differences of the loss. */
    public static void assertDerivative(double[][] values, double[][] derivative, DoubleSupplier loss) {
        double tolerance = 1e-7;
        double greatest = 0;
        for (int i = 0; i < values.length; i++) {
            for (int h = 0; h < values[i].length; h++) {
                double value = values[i][h];
                values[i][h] = value + STEP;
                double above = loss.getAsDouble();
                values[i][h] = value - STEP;
                double below = loss.getAsDouble();
                values[i][h] = value;
                assertThat(derivative[i][h])
                        .as("[%d][%d]", i, h)
                        .isCloseTo((above - below) / (2 * STEP), within(tolerance));
                greatest = Math.max(greatest, Math.abs(derivative[i][h]));
            }
        }
        assertThat(greatest).as("greatest derivative").isGreaterThan(100 * tolerance);
    }

    /** A reconstruction's mean loss, by the formula in the enum's Javadoc. */
    public static double mean(ReconstructionLoss loss, double[][] rows, double[][] reconstructions) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int f = 0; f < rows[i].length; f++) {
                double x = rows[i][f];
                double y = reconstructions[i][f];
                sum += loss == ReconstructionLoss.SQUARED
                        ? (x - y) * (x - y)
                        : -x * Math.log(y) - (1 - x) * Math.log(1 - y);
            }
        }
        return sum / rows.length;
    }
}
