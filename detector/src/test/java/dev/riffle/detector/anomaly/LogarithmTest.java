package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
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

    @Test
    void isExactAtOne() {
        assertThat(Logarithm.of(1)).isZero();
    }
}
