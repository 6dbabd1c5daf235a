package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.projection.Histograms;
import dev.riffle.detector.projection.ProjectionFit;
import dev.riffle.detector.projection.Projections;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ProjectionSignalTest {
    /** One projection, 2 x_0 - r_0, with four inner bins of width 1 from -2 on. */
    private final Projections one =
            new Projections(2, new int[] {0, 1}, new float[] {2, -1}, new float[] {-2}, new float[] {1});

    private final Histograms counted = new Histograms(4, new double[] {0, 10, 40, 40, 9, 1});

    @Test
    void theValueIsTheNegativeLogOfTheSmoothedHistogramsDensity() {
        int[] cells = new int[1];

        double value = new ProjectionSignal(one, counted).measure(new float[] {0.5f}, new float[] {0.75f}, cells);

        // 2 * 0.5 - 0.75 = 0.25 lies in the third inner bin; six bins have half an event each on top.
        double density = (40.5 + 2 * 40.5 + 9.5) / 4 / total();
        assertThat(cells[0]).isEqualTo(3);
        assertThat(value).isCloseTo(-Math.log(density), within(1e-6));
    }

    private double total() {
        double[] m = {0.5, 0.5, 10.5, 40.5, 40.5, 9.5, 1.5, 1.5};
        double total = 0;
        for (int b = 1; b < 7; b++) {
            total += (m[b - 1] + 2 * m[b] + m[b + 1]) / 4;
        }
        return total;
    }

    @Test
    void theFurtherOutTheRarer() {
        ProjectionSignal signal = new ProjectionSignal(one, counted);
        int[] cells = new int[1];

        double before = signal.measure(new float[] {1.9f}, new float[1], cells);
        assertThat(cells[0]).isEqualTo(5);
        for (float x = 2; x < 10; x++) {
            double value = signal.measure(new float[] {x}, new float[1], cells);
            assertThat(value).isGreaterThan(before);
            before = value;
        }
        assertThat(signal.measure(new float[] {-10}, new float[1], cells)).isGreaterThan(before);
        assertThat(cells[0]).isZero();
    }

    @Test
    void combinationsThatDoNotOccurAreRareThoughEachValueIsUsual() {
        Random random = new Random(1);
        float[][] points = new float[5_000][4];
        for (float[] point : points) {
            float shared = (float) random.nextGaussian();
            for (int f = 0; f < 4; f++) {
                point[f] = shared + 0.1f * (float) random.nextGaussian();
            }
        }
        ProjectionFit fit = ProjectionFit.of(points, 100, 1);
        ProjectionSignal signal = new ProjectionSignal(fit.projections(), fit.histograms());
        int[] cells = new int[100];

        double usual = signal.measure(new float[] {1, 1}, new float[] {1, 1}, cells);
        double against = signal.measure(new float[] {1, -1}, new float[] {1, -1}, cells);

        assertThat(against).isGreaterThan(usual + 0.5);
    }

    @Property(tries = 50)
    void partsAddUpToTheCostAboveTheMostUsualEvent(@ForAll long seed) {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(6);
        float[][] points = new float[200][2 * width];
        for (float[] point : points) {
            for (int f = 0; f < point.length; f++) {
                point[f] = (float) random.nextGaussian();
            }
        }
        ProjectionFit fit = ProjectionFit.of(points, 20, seed);
        ProjectionSignal signal = new ProjectionSignal(fit.projections(), fit.histograms());
        float[] scaled = floats(random, width);
        float[] residual = floats(random, width);
        float[] scaled2 = floats(random, width);
        float[] residual2 = floats(random, width);
        int[] cells = new int[20];

        double difference = signal.measure(scaled, residual, cells) - signal.measure(scaled2, residual2, cells);
        double[] parts = signal.parts(scaled, residual);

        assertThat(Arrays.stream(parts).min().orElseThrow()).isNotNegative();
        assertThat(Arrays.stream(parts).sum()
                        - Arrays.stream(signal.parts(scaled2, residual2)).sum())
                .isCloseTo(difference, within(1e-6));
    }

    @Test
    void aModelWithoutProjectionsSaysNothing() {
        ProjectionSignal none = new ProjectionSignal(Projections.NONE, Histograms.NONE);

        assertThat(none.measure(new float[3], new float[3], new int[0])).isZero();
        assertThat(none.parts(new float[3], new float[3])).containsOnly(0);
    }

    @Test
    void roomForAnotherNumberOfCellsIsRefused() {
        ProjectionSignal signal = new ProjectionSignal(one, counted);

        assertThatThrownBy(() -> signal.measure(new float[1], new float[1], new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("room for 2 cells; expected 1, one for each projection");
    }

    @Test
    void refusesHistogramsOfOtherProjections() {
        assertThatThrownBy(() -> new ProjectionSignal(one, Histograms.NONE))
                .hasMessageContaining("were given for 1 projections");
    }

    private static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 4 * (float) random.nextGaussian();
        }
        return values;
    }
}
