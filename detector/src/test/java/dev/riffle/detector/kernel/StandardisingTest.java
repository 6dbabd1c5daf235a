package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.pipeline.Scaler;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StandardisingTest {
    private static final float LIMIT = 10;

    @Property(tries = 300)
    void vectorsPlainLoopsAndTheScalerAgreeToTheBit(
            @ForAll long seed, @ForAll @IntRange(min = 16, max = 70) int columns) {
        Random random = new Random(seed);
        double[] means = new double[columns];
        double[] scales = new double[columns];
        double[] row = new double[columns];
        for (int f = 0; f < columns; f++) {
            means[f] = 1e3 * random.nextGaussian();
            scales[f] = Math.exp(5 * random.nextGaussian());
            row[f] = means[f] + 5 * scales[f] * random.nextGaussian();
        }
        if (random.nextBoolean()) {
            row[random.nextInt(columns)] = Double.NaN;
        }
        if (random.nextInt(4) == 0) {
            row[random.nextInt(columns)] = random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        double[] inverse = Arrays.stream(scales).map(scale -> 1 / scale).toArray();
        float[] plain = new float[columns];
        float[] vectors = new float[columns];
        float[] scaled = new float[columns];

        boolean finite = new PlainStandardising(means, inverse, LIMIT).apply(row, plain);
        boolean alsoFinite = new VectorStandardising(means, inverse, LIMIT).apply(row, vectors);
        new Scaler(means, scales, LIMIT).scale(row, scaled);

        assertThat(vectors).isEqualTo(plain);
        assertThat(scaled).isEqualTo(plain);
        assertThat(finite).isEqualTo(Arrays.stream(row).allMatch(Double::isFinite));
        assertThat(alsoFinite).isEqualTo(finite);
    }

    @Test
    void valuesAreBoundedAndMissingOnesTheMean() {
        float[] target = new float[5];

        boolean finite = Standardising.by(new double[] {1, 1, 1, 1, 1}, new double[] {2, 2, 2, 2, 2}, 3)
                .apply(new double[] {2, -9, 9, Double.NaN, 1}, target);

        assertThat(target).containsExactly(2, -3, 3, 0, 0);
        assertThat(finite).isFalse();
    }

    @Test
    void refusesRowsOfAnotherWidth() {
        for (int columns : new int[] {2, 40}) {
            Standardising standardising = Standardising.by(new double[columns], new double[columns], LIMIT);

            assertThatThrownBy(() -> standardising.apply(new double[columns + 1], new float[columns]))
                    .hasMessageContaining("Array row has " + (columns + 1));
            assertThatThrownBy(() -> standardising.apply(new double[columns], new float[columns - 1]))
                    .hasMessageContaining("Array target has " + (columns - 1));
        }
    }
}
