package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

class ParetoTailTest {
    @Property(seed = "17")
    void exactMomentsGiveTheLawBack(
            @ForAll @DoubleRange(min = -0.5, max = 0.5) double shape,
            @ForAll @DoubleRange(min = 0.01, max = 50) double scale,
            @ForAll @DoubleRange(min = -10, max = 30) double start) {
        ParetoTail tail = ParetoTail.ofMoments(start, scale / (1 - shape), scale / (2 - shape));

        assertThat(tail.shape()).isCloseTo(shape, within(1e-9));
        assertThat(tail.scale()).isCloseTo(scale, within(1e-9 * scale));
    }

    @Property(seed = "17")
    void aQuantileHasTheShareAboveIt(
            @ForAll @DoubleRange(min = -0.5, max = 0.5) double shape,
            @ForAll @DoubleRange(min = 0.01, max = 50) double scale,
            @ForAll @DoubleRange(min = 1e-6, max = 1) @Scale(6) double share) {
        double excess = new ParetoTail(0, shape, scale).upperQuantile(share);

        double above =
                Math.abs(shape) < 1e-6 ? Math.exp(-excess / scale) : Math.pow(1 + shape * excess / scale, -1 / shape);
        assertThat(above).isCloseTo(share, within(1e-4 * share));
    }

    @Property(seed = "17", tries = 100)
    void aThousandthIsFoundFromAThousandExcesses(
            @ForAll @DoubleRange(min = -0.4, max = 0.3) double shape, @ForAll long seed) {
        ParetoTail law = new ParetoTail(3, shape, 2);
        Random random = new Random(seed);
        double[] drawn = random.doubles(1_000)
                .map(share -> law.upperQuantile(1 - share) - 3)
                .sorted()
                .toArray();
        double meanOfLesser = 0;
        for (int i = 0; i < drawn.length; i++) {
            meanOfLesser += 2.0 * (drawn.length - 1 - i) / (drawn.length - 1) * drawn[i] / drawn.length;
        }

        ParetoTail fitted =
                ParetoTail.ofMoments(3, Arrays.stream(drawn).average().orElseThrow(), meanOfLesser);

        double excess = law.upperQuantile(0.001) - 3;
        assertThat(fitted.upperQuantile(0.001) - 3).isCloseTo(excess, within(0.6 * excess));
    }

    @Example
    void equalValuesHaveNoTail() {
        assertThat(ParetoTail.ofMoments(2, 0, 0).upperQuantile(0.01)).isEqualTo(2);
        assertThat(ParetoTail.ofMoments(2, 1, 1).upperQuantile(1e-9)).isBetween(3.0, 5.0);
    }

    @Example
    void refusesLawsWithoutAMean() {
        assertThatThrownBy(() -> new ParetoTail(0, 1.5, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shape 1.5");
    }
}
