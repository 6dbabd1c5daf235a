package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

        new PlainBinning(starts, inverseWidths, bins).cells(values, plain);
        new VectorBinning(starts, inverseWidths, bins).cells(values, vectors);

        assertThat(vectors).isEqualTo(plain);
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
    void fewerValuesThanHistogramsAreRefused() {
        Binning binning = Binning.of(new float[20], new float[20], 3);

        assertThatThrownBy(() -> binning.cells(new float[19], new int[20])).hasMessageContaining("at least 20");
    }
}
