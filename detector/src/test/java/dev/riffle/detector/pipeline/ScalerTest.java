package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScalerTest {
    @Property
    void unscaleTakesScaleBackWithinTheLimit(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double mean,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double scale,
            @ForAll @DoubleRange(min = -10, max = 10) double z) {
        Scaler scaler = new Scaler(new double[] {mean}, new double[] {scale}, Scaler.DEFAULT_LIMIT);
        double value = mean + z * scale;
        float[] scaled = new float[1];
        scaler.scale(new double[] {value}, scaled);

        assertThat(scaler.unscale(0, scaled[0])).isCloseTo(value, within(1e-5 * scale + 1e-9 * Math.abs(mean)));
    }

    @Test
    void fitsMeanAndPopulationDeviationOfWhatIsThere() {
        Random random = new Random(1);
        List<double[]> rows = new ArrayList<>();
        List<Double> present = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            double value = i % 5 == 0 ? Double.NaN : 1e6 + random.nextGaussian();
            rows.add(new double[] {value, 3.7, Double.NaN});
            if (!Double.isNaN(value)) {
                present.add(value);
            }
        }
        double mean = present.stream().mapToDouble(v -> v).average().orElseThrow();
        double variance = present.stream()
                .mapToDouble(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        Scaler scaler = Scaler.fit(rows, 3);

        assertThat(scaler.means()[0]).isCloseTo(mean, within(1e-6));
        assertThat(scaler.scales()[0]).isCloseTo(Math.sqrt(variance), within(1e-6));
        assertThat(scaler.scales()[1]).isEqualTo(1);
        assertThat(scaler.means()[2]).isZero();
        assertThat(scaler.scales()[2]).isEqualTo(1);
        assertThat(scaler.limit()).isEqualTo(10f);
    }

    @Test
    void aColumnThatVariesByLessThanItsResolutionIsAsGoodAsConstant() {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double jitter = i % 2 == 0 ? 1 : -1;
            rows.add(new double[] {20 + 1e-6 * jitter, 20 + 1e-5 * jitter, 1e9 + 10 * jitter});
        }
        Scaler scaler = Scaler.fit(rows, 3);

        assertThat(scaler.scales()[0]).isEqualTo(1);
        assertThat(scaler.scales()[1]).isCloseTo(1e-5, within(1e-7));
        assertThat(scaler.scales()[2]).isCloseTo(100, within(1e-9));
    }

    @Test
    void missingBecomesTheMeanAndTheRestIsClipped() {
        Scaler scaler = new Scaler(new double[] {1, 1, 1, 1}, new double[] {2, 2, 2, 2}, 10f);
        float[] scaled = new float[4];
        scaler.scale(new double[] {Double.NaN, 1e300, -1e300, 4}, scaled);

        assertThat(scaled).containsExactly(0f, 10f, -10f, 1.5f);
    }

    @Test
    void oneAbsurdValueDoesNotMakeAllOthersLookAlike() {
        Random random = new Random(1);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            rows.add(new double[] {random.nextGaussian(), i == 9 ? 1 : 0});
        }
        rows.set(17, new double[] {1e15, 0});
        Scaler scaler = Scaler.fit(rows, 2);

        assertThat(scaler.means()[0]).isCloseTo(0, within(0.1));
        assertThat(scaler.scales()[0]).isBetween(1.0, 2.0);
        assertThat(scaler.scales()[1])
                .as("a rare mark is no outlier of a range")
                .isLessThan(0.02);
    }

    @Test
    void hugeValuesDoNotSpoilTheFit() {
        Scaler scaler = Scaler.fit(List.of(new double[] {Double.MAX_VALUE}, new double[] {-Double.MAX_VALUE}), 1);
        assertThat(scaler.scales()[0]).isFinite().isPositive();
    }

    @Test
    void refusesWhatCannotScale() {
        double[] one = {1};
        assertThatThrownBy(() -> new Scaler(one, new double[0], 10f))
                .hasMessage("Found 1 means and 0 scales, expected as many");
        assertThatThrownBy(() -> new Scaler(new double[] {Double.NaN}, one, 10f))
                .hasMessage("Found the mean NaN in column 0, expected a finite number");
        assertThatThrownBy(() -> new Scaler(one, new double[] {0}, 10f))
                .hasMessage("Found the scale 0.0 in column 0, expected a finite number above 0");
        assertThatThrownBy(() -> new Scaler(one, one, 0f))
                .hasMessage("Found the limit 0.0, expected a finite number above 0");
        assertThatThrownBy(() -> new Scaler(one, one, 10f).scale(new double[2], new float[1]))
                .hasMessage("Found a row of 2 values and a target of 1, expected 1");
        assertThatThrownBy(() -> Scaler.fit(List.of(new double[2]), 1))
                .hasMessage("Found a row of 2 values, expected 1");
    }

    @Test
    void aWidenedColumnCountsForLess() {
        Scaler scaler = new Scaler(new double[] {1, 1}, new double[] {2, 2}, 10f);
        float[] scaled = new float[2];

        scaler.widened(new boolean[] {false, true}, 100).scale(new double[] {5, 5}, scaled);

        assertThat(scaled).containsExactly(2f, 0.02f);
        assertThat(scaler.scales()).containsExactly(2, 2);
        assertThatThrownBy(() -> scaler.widened(new boolean[1], 100)).hasMessageContaining("expected 2");
    }
}
