package dev.riffle.detector.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProjectionFitTest {
    @Property(tries = 50)
    void everyProjectionReadsDifferentDimensionsAndAllAreReadEquallyOften(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int dimension,
            @ForAll @IntRange(min = 1, max = 60) int count) {
        ProjectionFit fit = ProjectionFit.of(gaussian(30, dimension, seed), count, seed);

        Projections projections = fit.projections();
        int each = projections.readsEach();
        assertThat(each).isEqualTo((int) Math.ceil(Math.sqrt(dimension)));
        for (int p = 0; p < count; p++) {
            assertThat(Arrays.stream(projections.reads(), p * each, (p + 1) * each)
                            .distinct()
                            .count())
                    .isEqualTo(each);
        }
        int[] times = new int[dimension];
        for (int read : projections.reads()) {
            times[read]++;
        }
        assertThat(Arrays.stream(times).max().orElseThrow()
                        - Arrays.stream(times).min().orElseThrow())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void everyEventIsCountedOncePerProjectionAndHardlyAnyOutside() {
        ProjectionFit fit = ProjectionFit.of(gaussian(2_000, 6, 1), 10, 2);

        Histograms histograms = fit.histograms();
        int row = histograms.bins() + 2;
        for (int p = 0; p < 10; p++) {
            assertThat(Arrays.stream(histograms.masses(), p * row, (p + 1) * row)
                            .sum())
                    .isEqualTo(2_000);
            assertThat(histograms.masses()[p * row] + histograms.masses()[p * row + row - 1])
                    .isLessThan(20);
        }
    }

    @Test
    void binsFollowTheNumberOfEvents() {
        assertThat(IntStream.of(1, 30, 1_000, 1_000_00).map(n -> ProjectionFit.of(gaussian(n, 2, 1), 1, 1)
                        .histograms()
                        .bins()))
                .containsExactly(4, 7, 20, 32);
    }

    @Test
    void aConstantProjectionKeepsAFiniteWidth() {
        ProjectionFit fit = ProjectionFit.of(new float[50][4], 3, 1);

        for (float width : fit.projections().binWidths()) {
            assertThat(width).isGreaterThan(0);
        }
    }

    @Test
    void theSameSeedGivesTheSameProjections() {
        float[][] points = gaussian(100, 8, 3);

        assertThat(ProjectionFit.of(points, 5, 9).projections().weights())
                .isEqualTo(ProjectionFit.of(points, 5, 9).projections().weights());
    }

    @Test
    void refusesToFitNothing() {
        assertThatThrownBy(() -> ProjectionFit.of(new float[0][], 3, 1))
                .hasMessage("3 projections were asked for over 0 points, expected at least 1 of each");
    }

    private static float[][] gaussian(int rows, int width, long seed) {
        Random random = new Random(seed);
        float[][] points = new float[rows][width];
        for (float[] point : points) {
            for (int f = 0; f < width; f++) {
                point[f] = (float) random.nextGaussian();
            }
        }
        return points;
    }
}
