package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EffectiveSampleTest {
    /** x_t = phi x_{t-1} + e_t, from its stationary law: worth n (1 - phi) / (1 + phi) independent values. */
    static double[] autoregressive(Random random, int n, double phi) {
        double[] values = new double[n];
        values[0] = random.nextGaussian() / Math.sqrt(1 - phi * phi);
        for (int i = 1; i < n; i++) {
            values[i] = phi * values[i - 1] + random.nextGaussian();
        }
        return values;
    }

    @Property(tries = 50)
    void anAutoregressionIsWorthWhatTheorySays(
            @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 0.95) double phi) {
        int n = 20_000;
        double theory = n * (1 - phi) / (1 + phi);

        double found = EffectiveSample.of(autoregressive(new Random(seed), n, phi));

        assertThat(found).isBetween(theory / 2.5, theory * 2);
    }

    @Property(tries = 30)
    void aWalkIsWorthAHandful(@ForAll long seed, @ForAll @IntRange(min = 100, max = 5_000) int n) {
        double[] walk = new Random(seed).doubles(n, -1, 1).toArray();
        Arrays.parallelPrefix(walk, Double::sum);

        assertThat(EffectiveSample.of(walk)).isBetween(1.0, 40.0);
    }

    @Property(tries = 30)
    void neitherUnitNorDirectionCounts(
            @ForAll long seed,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double shift,
            @ForAll @DoubleRange(min = 0.01, max = 1e3) double unit) {
        double[] values = autoregressive(new Random(seed), 300, 0.7);
        double[] other = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            other[i] = shift - unit * values[values.length - 1 - i];
        }

        assertThat(EffectiveSample.of(other)).isCloseTo(EffectiveSample.of(values), within(0.01 * values.length));
    }

    @Test
    void aStraightLineIsWorthAHandful() {
        double[] line = new double[400];
        Arrays.setAll(line, i -> 3 * i - 7);

        assertThat(EffectiveSample.of(line)).isBetween(2.0, 5.0);
    }

    @Test
    void whatDoesNotVaryOrIsHardlyThereCountsInFull() {
        double[] constant = new double[100];
        Arrays.fill(constant, 7.5);

        assertThat(EffectiveSample.of(constant)).isEqualTo(100);
        assertThat(EffectiveSample.of(new double[] {1})).isEqualTo(1);
        assertThat(EffectiveSample.of(new double[0])).isZero();
    }
}
