package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BinningTest {
    @Property(tries = 300)
    void vectorsAndPlainLoopsAgreeToTheBit(
            @ForAll long seed,
            @ForAll @IntRange(min = 16, max = 70) int histograms,
            @ForAll @IntRange(min = 1, max = 125) int bins) {
        Random random = new Random(seed);
        float[] starts = new float[histograms];
        float[] inverseWidths = new float[histograms];
        float[] values = new float[histograms];
        for (int h = 0; h < histograms; h++) {
            starts[h] = random.nextInt(9) - 4;
            inverseWidths[h] = random.nextBoolean() ? 1 << random.nextInt(6) : 0.1f + random.nextFloat();
            // Half of them on the bound of a bin, some far out.
            float place = random.nextInt(bins + 6) - 3 + (random.nextBoolean() ? 0 : random.nextFloat());
            values[h] = random.nextInt(20) == 0
                    ? (float) (1e30 * random.nextGaussian())
                    : starts[h] + place / inverseWidths[h];
        }
        int[] plain = new int[histograms];
        int[] vectors = new int[histograms];

        Binning inLoops = new PlainBinning(starts, inverseWidths, bins);
        Binning inVectors = new VectorBinning(starts, inverseWidths, bins);
        inLoops.cells(values, plain);
        inVectors.cells(values, vectors);

        assertThat(vectors).isEqualTo(plain);
        // A factor 1 + 10 o is rounded to float32: a sum of hardly anything is as inexact as that, a large one in
        // proportion.
        assertThat(inVectors.beyond()).isCloseTo(inLoops.beyond(), within(1e-7 * histograms + 1e-5 * inLoops.beyond()));
    }

    @Test
    void valuesFallIntoTheirBinsAndBeyondThemIntoTheOuterOnes() {
        float[] starts = {0, 0, 0, 0, 0};
        float[] inverseWidths = {2, 2, 2, 2, 2};
        int[] cells = new int[5];

        Binning.of(starts, inverseWidths, 3).cells(new float[] {-0.1f, 0, 0.6f, 1.4f, 1.5f}, cells);

        assertThat(cells).containsExactly(0, 5 + 1, 10 + 2, 15 + 3, 20 + 4);
    }

    @Test
    void aValueCostsTheMoreTheFurtherItLiesBeyondTheInnerBinsButNotWithoutBound() {
        float[] values = new float[1_000];
        Binning binning = Binning.of(new float[1_000], filled(1_000, 0.5f), 4);

        // Place 2 of 4 bins each.
        Arrays.fill(values, 4);
        binning.cells(values, new int[1_000]);
        assertThat(binning.beyond()).isZero();

        // Places 6 and -4: half a range and a range beyond; then as far as is told apart, all of them.
        values[3] = 12;
        values[999] = -8;
        binning.cells(values, new int[1_000]);
        assertThat(binning.beyond()).isCloseTo(Math.log(6) + Math.log(11), within(1e-5));
        Arrays.fill(values, 1e30f);
        binning.cells(values, new int[1_000]);
        assertThat(binning.beyond()).isCloseTo(1_000 * Math.log(10_001), withinPercentage(1e-3));
        assertThat(Binning.beyond(5, 4)).isCloseTo(Math.log(3.5), within(1e-6));
        assertThat(Binning.beyond(-1, 4)).isCloseTo(Math.log(3.5), within(1e-6));
        assertThat(Binning.beyond(4, 4)).isZero();
    }

    private static float[] filled(int length, float value) {
        float[] filled = new float[length];
        Arrays.fill(filled, value);
        return filled;
    }

    @Test
    void fewerValuesThanHistogramsAreRefused() {
        Binning binning = Binning.of(new float[20], new float[20], 3);

        assertThatThrownBy(() -> binning.cells(new float[19], new int[20])).hasMessageContaining("at least 20");
    }
}
