package dev.riffle.detector.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VerdictMarginsTest {
    private final VerdictMargins margins = new VerdictMargins();

    @Test
    void falseAlertsRaiseTheirSegmentsThresholdAndTrueOnesTakeItBack() {
        margins.found("a", false);
        margins.found("a", false);
        assertThat(margins.of("a")).isCloseTo(0.1, offset(1e-12));
        assertThat(margins.of("b")).isZero();

        margins.found("a", true);
        margins.found("a", true);
        margins.found("a", true);
        assertThat(margins.of("a")).isZero();
    }

    @Test
    void aSegmentWithoutVerdictsHasTheMarginOfTheWholeStream() {
        margins.found(null, false);
        margins.found("a", true);

        assertThat(margins.of("b")).isEqualTo(margins.of(null)).isPositive();
        assertThat(margins.of("a")).isZero();
    }

    @Property
    void marginsStayWithinTheirBoundsAndComeBackFromASnapshot(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int verdicts) {
        VerdictMargins some = new VerdictMargins();
        Random random = new Random(seed);
        for (int i = 0; i < verdicts; i++) {
            some.found(random.nextBoolean() ? "a" : null, random.nextInt(4) == 0);
        }
        VerdictMargins restored = new VerdictMargins();
        some.snapshot().forEach(restored::restore);

        for (String segment : new String[] {"a", "b", null}) {
            assertThat(some.of(segment)).isBetween(0.0, VerdictMargins.LARGEST);
            assertThat(restored.of(segment)).isEqualTo(some.of(segment));
        }
    }

    @Test
    void whatIsNoMarginIsRefused() {
        assertThatThrownBy(() -> margins.restore("a", -1)).hasMessageContaining("expected a value in [0, 3.0]");
    }
}
