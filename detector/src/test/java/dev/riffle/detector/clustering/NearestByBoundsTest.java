package dev.riffle.detector.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NearestByBoundsTest {
    @Property(tries = 300)
    void skippingRowsComesToWhatLookingAtAllOfThemDoes(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int count,
            @ForAll @IntRange(min = 1, max = 40) int dimension,
            @ForAll @IntRange(min = 1, max = 30) int k) {
        Random random = new Random(seed);
        float[][] rows = new float[count][dimension];
        for (float[] row : rows) {
            double centre = random.nextInt(4);
            for (int f = 0; f < dimension; f++) {
                row[f] = (float) (centre + random.nextGaussian());
            }
        }
        assertSameAsPlain(rows, k, seed);
    }

    /** Where rows lie as far from one centre as from another, and many on the same spot: clusters run empty too. */
    @Property(tries = 300)
    void equallyNearCentresAreToldApartAsByPlainLloyd(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int count,
            @ForAll @IntRange(min = 1, max = 3) int dimension,
            @ForAll @IntRange(min = 1, max = 12) int k) {
        Random random = new Random(seed);
        float[][] rows = new float[count][dimension];
        for (float[] row : rows) {
            for (int f = 0; f < dimension; f++) {
                row[f] = random.nextInt(4);
            }
        }
        assertSameAsPlain(rows, k, seed);
    }

    /** Far from the origin a centre's float32 values are off by more than the rows differ. */
    @Property(tries = 100)
    void holdsWhereFloat32CannotTellCentresApart(@ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int k) {
        Random random = new Random(seed);
        float[][] rows = new float[60][2];
        for (float[] row : rows) {
            row[0] = 1_000_000f + random.nextInt(5) / 16f;
            row[1] = random.nextInt(3) / 16f;
        }
        assertSameAsPlain(rows, k, seed);
    }

    @Test
    void holdsWhereSquaresLeaveFloat32AtEitherEnd() {
        Random random = new Random(4);
        float[][] far = new float[80][3];
        float[][] near = new float[80][3];
        for (int i = 0; i < 80; i++) {
            for (int f = 0; f < 3; f++) {
                // Groups whose distance squared is beyond float32, though not that within one.
                far[i][f] = 1e25f * (i % 3) + 1e18f * random.nextInt(8);
                near[i][f] = 1e-30f * (random.nextInt(3) + random.nextFloat());
            }
        }
        assertSameAsPlain(far, 5, 3);
        assertSameAsPlain(near, 5, 3);
    }

    private static void assertSameAsPlain(float[][] rows, int k, long seed) {
        int[] expected = PlainLloyd.assignment(rows, k, 100, seed);

        assertThat(KMeans.fit(rows, k, 100, seed).assignment()).isEqualTo(expected);
        // One iteration too: the last of many may hide what went wrong on the way.
        assertThat(KMeans.fit(rows, k, 1, seed).assignment()).isEqualTo(PlainLloyd.assignment(rows, k, 1, seed));
    }
}
