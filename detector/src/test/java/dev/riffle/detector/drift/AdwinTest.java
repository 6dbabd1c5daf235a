package dev.riffle.detector.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AdwinTest {
    @Property(tries = 100)
    void itsMeanIsThatOfTheNewestValuesAsManyAsItsWidth(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int count) {
        Adwin window = new Adwin(1e-3, 0);
        Random random = new Random(seed);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double value = i < count / 2 ? 0.3 * random.nextDouble() : random.nextDouble();
            values.add(value);
            window.add(value);
        }

        assertThat(window.width()).isBetween(1L, (long) count);
        double mean = values.subList(count - (int) window.width(), count).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        assertThat(window.mean()).isCloseTo(mean, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Property(tries = 50)
    void aStepOfTheMeanIsFoundSoonAndWhatWasBeforeIsForgotten(
            @ForAll long seed, @ForAll @DoubleRange(min = 0.15, max = 0.4) double step) {
        Adwin window = new Adwin(1e-6, 0.05);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            assertThat(window.add(0.3 + 0.2 * (random.nextDouble() - 0.5))).isEmpty();
        }
        int found = -1;
        for (int i = 0; i < 400; i++) {
            boolean cut =
                    window.add(0.3 + step + 0.2 * (random.nextDouble() - 0.5)).isPresent();
            found = cut && found < 0 ? i : found;
        }

        assertThat(found).isBetween(0, 150);
        assertThat(window.width()).isLessThan(600);
        assertThat(window.mean()).isGreaterThan(0.3 + 0.5 * step);
    }

    @Property(tries = 10)
    void aStationarySequenceIsNotCut(@ForAll long seed) {
        Adwin window = new Adwin(1e-9, 0);
        Random random = new Random(seed);
        for (int i = 0; i < 60_000; i++) {
            assertThat(window.add(random.nextDouble())).isEmpty();
        }
        assertThat(window.width()).isEqualTo(60_000);
    }

    @Test
    void aDifferenceThatNobodyRetrainsForIsNoCutHoweverSure() {
        Adwin window = new Adwin(1e-3, 0.1);
        for (int i = 0; i < 40_000; i++) {
            assertThat(window.add(i < 20_000 ? 0.4 : 0.45)).isEmpty();
        }
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThatThrownBy(() -> new Adwin(0.1, 0).add(1.1)).hasMessageContaining("expected one in [0, 1]");
        assertThatThrownBy(() -> new Adwin(0.1, 0).add(Double.NaN)).hasMessageContaining("expected one in [0, 1]");
        assertThatThrownBy(() -> new Adwin(0, 0)).hasMessageContaining("expected a confidence in (0, 1)");
    }
}
