package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MixtureDensityTest {
    @Property(tries = 300)
    void bothVariantsGiveTheDensity(@ForAll long seed, @ForAll @IntRange(min = 16, max = 70) int components) {
        Random random = new Random(seed);
        float[] weights = new float[components];
        float[] squared = new float[components];
        float least = Float.POSITIVE_INFINITY;
        float size = (float) Math.exp(3 * random.nextGaussian());
        for (int j = 0; j < components; j++) {
            weights[j] = random.nextInt(5) == 0 ? 0 : random.nextFloat();
            squared[j] = size * random.nextFloat();
            least = Math.min(least, squared[j]);
        }
        float precision = 0.1f + random.nextFloat();
        double exact = 0;
        for (int j = 0; j < components; j++) {
            exact += weights[j] * Math.exp(-0.5 * precision * ((double) squared[j] - least));
        }

        // What lies too far to be told from nothing counts as e^-80 at most.
        double tolerance = 1e-5 * exact + components * Math.exp(-80);
        assertThat(new PlainMixtureDensity(weights, precision).at(squared, least))
                .isCloseTo(exact, within(tolerance));
        assertThat(new VectorMixtureDensity(weights, precision).at(squared, least))
                .isCloseTo(exact, within(tolerance));
    }

    @Property
    void theExponentialIsTheLibrarys(@ForAll @FloatRange(min = -80, max = 0) float x) {
        assertThat((double) Exponential.of(x)).isCloseTo(Math.exp(x), within(1e-6 * Math.exp(x)));
    }

    @Test
    void farComponentsAddNothing() {
        float[] weights = new float[16];
        float[] squared = new float[16];
        weights[3] = 0.25f;
        weights[4] = 0.75f;
        squared[4] = 3e38f;

        assertThat(Exponential.of(Float.NEGATIVE_INFINITY)).isLessThan(1e-30f);
        assertThat(new PlainMixtureDensity(weights, 1000).at(squared, 0)).isEqualTo(0.25);
        assertThat(new VectorMixtureDensity(weights, 1000).at(squared, 0)).isEqualTo(0.25);
    }
}
