package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DistancesTest {
    @Property(tries = 300)
    void bothVariantsAgreeWithTheExactDistances(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 70) int count,
            @ForAll @IntRange(min = 1, max = 130) int dimension) {
        Random random = new Random(seed);
        float[] centres = gaussians(random, count * dimension);
        float[] point = gaussians(random, dimension);
        float[] vector = new float[count];
        float[] plain = new float[count];
        new VectorDistances(centres, dimension).squared(point, vector);
        new PlainDistances(centres, dimension).squared(point, plain);

        for (int c = 0; c < count; c++) {
            double exact = 0;
            for (int d = 0; d < dimension; d++) {
                double difference = (double) point[d] - centres[c * dimension + d];
                exact += difference * difference;
            }
            assertThat((double) vector[c]).isCloseTo(exact, within(1e-5 * Math.max(1, exact)));
            assertThat((double) plain[c]).isCloseTo(exact, within(1e-5 * Math.max(1, exact)));
            assertThat((double) vector[c]).isCloseTo(plain[c], within(1e-5 * Math.max(1, exact)));
        }
    }

    /** Where the expansion into dot products would cancel. */
    @Test
    void staysExactFarFromTheOrigin() {
        float[] centres = {10_000f, 10_000.25f};
        for (Distances distances : List.of(new VectorDistances(centres, 1), new PlainDistances(centres, 1))) {
            float[] squared = new float[2];
            distances.squared(new float[] {10_000f}, squared);

            assertThat(squared).containsExactly(0f, 0.0625f);
        }
    }

    @Test
    void nearestIsTheFirstOfEqualOnes() {
        assertThat(Distances.nearest(new float[] {3f, 1f, 2f, 1f})).isEqualTo(1);
        assertThat(Distances.nearest(new float[] {0f})).isZero();
    }

    @Property(tries = 300)
    void bothVariantsFindTheSameNearest(@ForAll long seed, @ForAll @IntRange(min = 16, max = 130) int count) {
        Random random = new Random(seed);
        float[] squared = new float[count];
        for (int c = 0; c < count; c++) {
            // Few values, so that many are equal.
            squared[c] = random.nextInt(count / 2) / 4f;
        }
        int first = 0;
        for (int c = 1; c < count; c++) {
            first = squared[c] < squared[first] ? c : first;
        }

        assertThat(VectorDistances.nearestInLanes(squared)).isEqualTo(first);
        assertThat(PlainDistances.nearest(squared)).isEqualTo(first);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Distances.to(new float[5], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Centres have 5 values; expected a positive multiple of their dimension, which is 2");
        assertThatThrownBy(() -> Distances.to(new float[0], 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Distances.to(new float[4], 0)).isInstanceOf(IllegalArgumentException.class);

        for (Distances distances : List.of(new VectorDistances(new float[6], 2), new PlainDistances(new float[6], 2))) {
            assertThat(distances.count()).isEqualTo(3);
            assertThat(distances.dimension()).isEqualTo(2);
            assertThatThrownBy(() -> distances.squared(new float[3], new float[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Array point has 3 values; expected 2");
            assertThatThrownBy(() -> distances.squared(new float[2], new float[8]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Array squared has 8 values; expected 3");
        }
    }

    private static float[] gaussians(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 5 * (float) random.nextGaussian();
        }
        return values;
    }
}
