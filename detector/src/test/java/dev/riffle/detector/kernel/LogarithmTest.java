package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogarithmTest {
    @Property
    void isTheLibrarysWithin1e11(
            @ForAll @DoubleRange(min = -700, max = 700) double exponent,
            @ForAll @DoubleRange(min = 0.5, max = 2) double nearOne) {
        double x = Math.exp(exponent);

        assertThat(Logarithm.of(x)).isCloseTo(Math.log(x), within(1e-11));
        assertThat(Logarithm.of(nearOne)).isCloseTo(Math.log(nearOne), within(1e-11));
    }

    @Property
    void neverFallsWhereItsPiecesMeet(@ForAll @DoubleRange(min = -40, max = 40) double power) {
        double bound = Math.sqrt(0.5) * Math.pow(2, Math.rint(power));

        assertThat(Logarithm.of(Math.nextUp(bound))).isCloseTo(Logarithm.of(Math.nextDown(bound)), within(1e-11));
    }

    @Property(tries = 200)
    void manyAtATimeAreTheSameToTheBit(@ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int count) {
        double[] values =
                new Random(seed).doubles(count, -300, 300).map(Math::exp).toArray();
        double[] expected = Arrays.stream(values).map(Logarithm::of).toArray();

        Logarithm.ofAll(values);

        assertThat(values).isEqualTo(expected);
    }

    @Test
    void isExactAtOne() {
        assertThat(Logarithm.of(1)).isZero();
    }
}
