package dev.riffle.trainer.clustering.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Holds gradients against central differences of the loss that they are of. */
final class FiniteDifferences {
    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 1e-7;

    private FiniteDifferences() {}

    /** A network's last gradient against the loss; a batch normalisation's running statistics have none. */
    static void assertGradientOf(Network network, DoubleSupplier loss) {
        assertThat(loss.getAsDouble()).isFinite();
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        network.gradients().forEach((name, gradient) -> gradients.put(name, gradient.dup()));
        double greatest = 0;
        for (Map.Entry<String, INDArray> parameter : network.parameters().entrySet()) {
            String name = parameter.getKey();
            if (name.endsWith("_mean") || name.endsWith("_var") || name.endsWith("_log10stdev")) {
                continue;
            }
            INDArray values = parameter.getValue();
            for (long i = 0; i < values.rows(); i++) {
                for (long j = 0; j < values.columns(); j++) {
                    double value = values.getDouble(i, j);
                    values.putScalar(i, j, value + STEP);
                    double above = loss.getAsDouble();
                    values.putScalar(i, j, value - STEP);
                    double below = loss.getAsDouble();
                    values.putScalar(i, j, value);
                    double found = gradients.get(name).getDouble(i, j);
                    assertThat(found)
                            .as("%s[%d][%d]", name, i, j)
                            .isCloseTo((above - below) / (2 * STEP), within(TOLERANCE));
                    greatest = Math.max(greatest, Math.abs(found));
                }
            }
        }
        assertThat(greatest).as("greatest derivative").isGreaterThan(100 * TOLERANCE);
    }

    /** A derivative by a table of values against the loss. */
    static void assertDerivative(double[][] values, double[][] derivative, DoubleSupplier loss) {
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
                        .isCloseTo((above - below) / (2 * STEP), within(TOLERANCE));
                greatest = Math.max(greatest, Math.abs(derivative[i][h]));
            }
        }
        assertThat(greatest).as("greatest derivative").isGreaterThan(100 * TOLERANCE);
    }
}
