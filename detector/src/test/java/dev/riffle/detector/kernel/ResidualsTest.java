package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ResidualsTest {
    @Property(tries = 300)
    void vectorsAndPlainLoopsAgree(@ForAll long seed, @ForAll @IntRange(min = 16, max = 130) int columns) {
        Random random = new Random(seed);
        float[] inverseScales = new float[columns];
        float[] input = new float[columns];
        float[] reconstruction = new float[columns];
        for (int f = 0; f < columns; f++) {
            inverseScales[f] = (float) Math.exp(2 * random.nextGaussian());
            input[f] = (float) random.nextGaussian();
            reconstruction[f] = (float) random.nextGaussian();
        }
        float[] plain = new float[columns];
        float[] vectors = new float[columns];

        float sum = new PlainResiduals(inverseScales, 10).measure(input, reconstruction, plain);
        float alsoSum = new VectorResiduals(inverseScales, 10).measure(input, reconstruction, vectors);

        double exact = 0;
        for (int f = 0; f < columns; f++) {
            double inUnits = (double) (reconstruction[f] - input[f]) * inverseScales[f];
            double expected = Math.max(-10, Math.min(inUnits, 10)) / 2;
            assertThat((double) plain[f]).isCloseTo(expected, within(1e-5));
            exact += expected * expected;
        }
        assertThat(vectors).isEqualTo(plain);
        assertThat((double) sum).isCloseTo(exact, within(1e-5 * exact));
        assertThat((double) alsoSum).isCloseTo(exact, within(1e-5 * exact));
    }
}
