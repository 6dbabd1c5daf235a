package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class VectorBoundsTest {
    private static final int FLOATS = VectorBlock.LANES;
    private static final int DOUBLES = DoubleVector.SPECIES_PREFERRED.length();

    @Property(tries = 200)
    void boundAsMinimaAndMaximaDo(@ForAll long seed) {
        Random random = new Random(seed);
        float bound = Math.abs(anyFloat(random));
        float[] values = new float[FLOATS];
        double[] wide = new double[DOUBLES];
        for (int i = 0; i < FLOATS; i++) {
            values[i] = anyFloat(random);
            wide[i % DOUBLES] = values[i];
        }
        FloatVector x = FloatVector.fromArray(VectorBlock.SPECIES, values, 0);

        for (int i = 0; i < FLOATS; i++) {
            float value = values[i];
            assertThat(VectorBounds.within(x, bound).lane(i)).isEqualTo(Math.max(-bound, Math.min(bound, value)));
            assertThat(VectorBounds.atMost(x, bound).lane(i)).isEqualTo(Math.min(bound, value));
            assertThat(VectorBounds.atLeast(x, -bound).lane(i)).isEqualTo(Math.max(-bound, value));
        }
        assertThat(VectorBounds.within(DoubleVector.fromArray(DoubleVector.SPECIES_PREFERRED, wide, 0), bound)
                        .toArray())
                .isEqualTo(Arrays.stream(wide)
                        .map(value -> Math.max(-bound, Math.min(bound, value)))
                        .toArray());
    }

    @Test
    void whatIsNoNumberCountsAsInfinite() {
        FloatVector x = FloatVector.broadcast(VectorBlock.SPECIES, Float.intBitsToFloat(0x7fc00000));

        assertThat(VectorBounds.within(x, 3).lane(0)).isEqualTo(3);
        assertThat(VectorBounds.within(x.neg(), 3).lane(0)).isEqualTo(-3);
        assertThat(VectorBounds.atMost(x, 3).lane(0)).isEqualTo(3);
        assertThat(VectorBounds.atLeast(x.neg(), -3).lane(0)).isEqualTo(-3);
    }

    /** Of all sizes, infinite ones among them. */
    private static float anyFloat(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Float.POSITIVE_INFINITY;
            case 1 -> Float.NEGATIVE_INFINITY;
            case 2 -> Float.MIN_VALUE;
            default -> (float) (random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
        };
    }
}
