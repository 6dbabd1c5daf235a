package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class DecayedTailTest {
    @Property(seed = "3", tries = 50)
    void aQuantileBeyondTheDataIsExtrapolated(
            @ForAll @DoubleRange(min = 0.5, max = 4) double scale, @ForAll long seed) {
        DecayedTail tail = new DecayedTail(0);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            tail.add(-scale * Math.log(1 - random.nextDouble()), 1);
        }

        double expected = -scale * Math.log(1e-4);
        assertThat(tail.upperQuantile(1e-4)).isCloseTo(expected, within(0.4 * expected));
        assertThat(tail.upperQuantile(1e-5)).isGreaterThan(tail.upperQuantile(1e-4));
    }

    @Property(seed = "3", tries = 100)
    void quantilesFallAsTheShareGrowsAcrossTheSeamOfRankAndFit(@ForAll long seed) {
        DecayedTail tail = new DecayedTail(50);
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            tail.add(-Math.log(1 - random.nextDouble()), 0.9999);
        }
        double last = Double.POSITIVE_INFINITY;
        for (double share = 1e-7; share < 0.5; share *= 1.5) {
            double quantile = tail.upperQuantile(share);
            // At the seam the fitted law may lie a little below the rank's quantile.
            assertThat(quantile).isLessThan(last + 0.4);
            last = quantile;
        }
    }

    @Property(tries = 200)
    void whatIsLookedUpOfABinIsWhatTheSketchComputes(@ForAll @IntRange(min = -5_000, max = 5_000) int index) {
        double bound = SurpriseBins.MAPPING.lowerBound(index);
        double value = SurpriseBins.MAPPING.value(index);

        assertThat(SurpriseBins.bound(index)).isEqualTo(bound);
        assertThat(SurpriseBins.value(index)).isEqualTo(value);
        assertThat(SurpriseBins.tail(index)).isEqualTo(Math.exp(-bound));
        assertThat(SurpriseBins.tailAtValue(index)).isEqualTo(Math.exp(-value));
    }

    @Example
    void beforeAnyEventTheCalibrationRules() {
        assertThat(new DecayedTail(100).upperQuantile(0.001)).isCloseTo(-Math.log(0.001), within(1e-9));
    }

    @Example
    void manyEqualSurprisesDoNotUpsetTheFit() {
        DecayedTail tail = new DecayedTail(1);
        for (int i = 0; i < 1_000; i++) {
            tail.add(2, 1);
        }
        assertThat(tail.upperQuantile(0.001)).isBetween(1.99, 5.0);
        assertThat(new DecayedTail(0).upperQuantile(0.001)).isZero();
    }
}
