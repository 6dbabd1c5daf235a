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
    void oneEventKeepsItsOwnSurprise(@ForAll @DoubleRange(max = 2_000) double surprise) {
        assertThat(KeyEvidence.NONE.with(surprise, NOON, HALF_LIFE).surprise())
                .isCloseTo(surprise, within(1e-9 * (1 + surprise)));
    }

    /** Events of one moment: S is a gamma variable of whole shape n, whose tail is e^-S sum_(i less than n) S^i / i!. */
    @Property
    void eventsOfOneMomentCombineAsFisherHasIt(
            @ForAll @IntRange(min = 1, max = 40) int events, @ForAll @DoubleRange(max = 100) double each) {
        KeyEvidence evidence = KeyEvidence.NONE;
        for (int i = 0; i < events; i++) {
            evidence = evidence.with(each, NOON, HALF_LIFE);
        }
        double sum = events * each;
        double term = 1;
        double series = 1;
        for (int i = 1; i < events; i++) {
            term *= sum / i;
            series += term;
        }
        double expected = Math.max(0, sum - Math.log(series));
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
    void manyEventsThatAreALittleUnusualAreVeryUnusualTogether() {
        KeyEvidence evidence = KeyEvidence.NONE;
        for (int i = 0; i < 30; i++) {
            evidence = evidence.with(3, NOON + 1_000L * i, HALF_LIFE);
        }
        assertThat(evidence.surprise()).isGreaterThan(20);
    }

    @Test
    void whereNothingIsWrongATailProbabilityIsOne() {
        Random random = new Random(1);
        KeyEvidence evidence = KeyEvidence.NONE;
        long time = NOON;
        int events = 400_000;
        int[] beyond = new int[3];
        for (int i = 0; i < events; i++) {
            time += (long) (-10_000 * Math.log(1 - random.nextDouble()));
            evidence = evidence.with(-Math.log(1 - random.nextDouble()), time, HALF_LIFE);
            for (int decade = 0; decade < beyond.length; decade++) {
                beyond[decade] += evidence.surprise() > -Math.log(Math.pow(10, -1 - decade)) ? 1 : 0;
            }
        }
        assertThat(beyond[0] / (double) events).isBetween(0.09, 0.11);
        assertThat(beyond[1] / (double) events).isBetween(0.009, 0.013);
        assertThat(beyond[2] / (double) events)
                .as("the gamma's tail is a little lighter than the sum's")
                .isBetween(0.0009, 0.0018);
    }

    @Test
    void theTailGoesOnSmoothlyWhereItsProbabilityUnderflows() {
        for (double k : new double[] {1, 7.5, 900}) {
            double last = 0;
            double lastStep = Double.POSITIVE_INFINITY;
            for (double mean = 1; mean < 900 / Math.sqrt(k) + 10; mean += 0.5) {
                double surprise = new KeyEvidence(mean * k, k, k, NOON).surprise();
                assertThat(surprise).isFinite().isGreaterThanOrEqualTo(last);
                double step = surprise - last;
                if (mean > 3) {
                    assertThat(step).as("k %s, mean %s", k, mean).isCloseTo(lastStep, within(0.1 * lastStep));
                }
                last = surprise;
                lastStep = step;
            }
            assertThat(last).isGreaterThan(700);
        }
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
