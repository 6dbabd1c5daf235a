package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyEvidenceTest {
    private static final Duration HALF_LIFE = Duration.ofMinutes(1);
    private static final long NOON = 1_700_000_000_000L;

    private record Timed(double surprise, long time) {}

    @Property
    void oneEventKeepsItsOwnSurprise(@ForAll @DoubleRange(max = 700) double surprise) {
        assertThat(KeyEvidence.NONE.with(surprise, NOON, HALF_LIFE).surprise())
                .isCloseTo(surprise, within(1e-9 * (1 + surprise)));
    }

    /**
     * Six and sixteen events of one moment are worth three and four strangers: then the tail is e^-x sum_(i less than k)
     * x^i / i!, x = k mean.
     */
    @Property
    void eventsOfOneMomentAreWorthAsManyStrangersAsTheirCorrelationLeaves(
            @ForAll boolean few, @ForAll @DoubleRange(max = 100) double each) {
        KeyEvidence evidence = KeyEvidence.NONE;
        for (int i = 0; i < (few ? 6 : 16); i++) {
            evidence = evidence.with(each, NOON, HALF_LIFE);
        }
        int worth = few ? 3 : 4;
        double x = worth * each;
        double term = 1;
        double series = 1;
        for (int i = 1; i < worth; i++) {
            term *= x / i;
            series += term;
        }
        double expected = Math.max(0, x - Math.log(series));
        assertThat(evidence.surprise()).isCloseTo(expected, within(1e-6 * (1 + expected)));
    }

    @Property
    void theOrderOfEventsDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<Timed> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(new Timed(-Math.log(1 - random.nextDouble()), NOON + random.nextInt(300_000)));
        }
        double one = all(events).surprise();
        Collections.shuffle(events, random);
        assertThat(all(events).surprise()).isCloseTo(one, within(1e-6 * (1 + one)));
    }

    @Property
    void moreSurpriseIsNeverLess(
            @ForAll @DoubleRange(max = 50) double before,
            @ForAll @DoubleRange(max = 50) double surprise,
            @ForAll @IntRange(max = 600_000) int later) {
        KeyEvidence evidence = KeyEvidence.NONE.with(before, NOON, HALF_LIFE);
        assertThat(evidence.with(surprise + 0.1, NOON + later, HALF_LIFE).surprise())
                .isGreaterThan(evidence.with(surprise, NOON + later, HALF_LIFE).surprise());
    }

    @Test
    void whatLiesFarBackSaysNothingAnyMore() {
        KeyEvidence shouted = KeyEvidence.NONE.with(40, NOON, HALF_LIFE);
        assertThat(shouted.with(1.5, NOON + 64 * HALF_LIFE.toMillis(), HALF_LIFE)
                        .surprise())
                .isCloseTo(1.5, within(1e-9));
        assertThat(shouted.with(1.5, NOON + HALF_LIFE.toMillis(), HALF_LIFE).surprise())
                .isGreaterThan(10);
    }

    @Test
    void manyEventsThatAreALittleUnusualAreMoreUnusualTogether() {
        KeyEvidence evidence = KeyEvidence.NONE;
        for (int i = 0; i < 30; i++) {
            evidence = evidence.with(3, NOON + 1_000L * i, HALF_LIFE);
        }
        assertThat(evidence.surprise()).isGreaterThan(6);
    }

    @Test
    void strangersAreTakenForLessThanTheyAreWorthAndNeverForMore() {
        assertThat(shareBeyond(0.1, 0)).isLessThan(0.1);
        assertThat(shareBeyond(0.01, 0)).isLessThan(0.01);
        assertThat(shareBeyond(0.001, 0)).isLessThan(0.001);
    }

    @Test
    void whereAKeysEventsResembleEachOtherATailProbabilityIsOne() {
        assertThat(shareBeyond(0.1, 0.2)).isBetween(0.08, 0.12);
        assertThat(shareBeyond(0.01, 0.2))
                .as("the mean has the gamma's variance, and a somewhat heavier tail")
                .isBetween(0.008, 0.02);
    }

    /**
     * Share of 20,000 keys, each of twenty events within some half-lives, whose evidence has at most this tail
     * probability.
     *
     * @param shared part of each surprise's variance that is the key's: one surprise for all, in as many events
     */
    private static double shareBeyond(double probability, double shared) {
        Random random = new Random(1);
        int keys = 20_000;
        int beyond = 0;
        double part = Math.sqrt(shared);
        for (int key = 0; key < keys; key++) {
            double own = -Math.log(1 - random.nextDouble());
            KeyEvidence evidence = KeyEvidence.NONE;
            for (int i = 0; i < 20; i++) {
                boolean alike = random.nextDouble() < part;
                double surprise = alike ? own : -Math.log(1 - random.nextDouble());
                evidence = evidence.with(surprise, NOON + random.nextInt(180_000), HALF_LIFE);
            }
            beyond += evidence.surprise() >= -Math.log(probability) ? 1 : 0;
        }
        return beyond / (double) keys;
    }

    @Test
    void whatNoProbabilityCanTellIsTheLargestSurprise() {
        KeyEvidence evidence = KeyEvidence.NONE;
        for (int i = 0; i < 100; i++) {
            evidence = evidence.with(1e300, NOON + i, HALF_LIFE);
        }
        assertThat(evidence.surprise()).isBetween(708.0, 709.0);
        assertThat(Math.exp(-evidence.surprise())).isPositive();
    }

    @Test
    void refusesWhatIsNoEvidence() {
        assertThatThrownBy(() -> new KeyEvidence(Double.NaN, 1, 1, NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sum NaN");
        assertThatThrownBy(() -> new KeyEvidence(1, -1, 1, NOON)).hasMessageContaining("weight -1");
    }

    private static KeyEvidence all(List<Timed> events) {
        KeyEvidence evidence = KeyEvidence.NONE;
        for (Timed event : events) {
            evidence = evidence.with(event.surprise(), event.time(), HALF_LIFE);
        }
        return evidence;
    }
}
