package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecentValuesTest {
    @Property(tries = 200)
    void statisticsAreThoseOfTheLastRows(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int span) {
        Random random = new Random(seed);
        RecentValues values = new RecentValues(12);
        List<Double> all = new ArrayList<>();
        for (int t = 0; t < 30; t++) {
            double own = random.nextGaussian();
            values.evaluate(t);

            double[] last = last(all, own, span);
            double mean = Arrays.stream(last).average().orElseThrow();
            double lag = all.size() < span ? Double.NaN : all.get(all.size() - span);
            assertThat(values.statistic(RecentStatistic.MEAN, own, span)).isCloseTo(mean, within(1e-12));
            assertThat(values.statistic(RecentStatistic.STD, own, span))
                    .isCloseTo(
                            Math.sqrt(Arrays.stream(last)
                                    .map(v -> (v - mean) * (v - mean))
                                    .average()
                                    .orElseThrow()),
                            within(1e-12));
            assertThat(values.statistic(RecentStatistic.LAG, own, span)).isEqualTo((Double) lag);
            assertThat(values.statistic(RecentStatistic.DIFFERENCE, own, span)).isEqualTo((Double) (own - lag));
            assertThat(values.statistic(RecentStatistic.EWMA, own, span)).isCloseTo(ewma(last, span), within(1e-12));

            values.add(t, own);
            all.add(own);
        }
    }

    /** Oldest first, the event's own last. */
    private static double[] last(List<Double> earlier, double own, int span) {
        List<Double> rows = new ArrayList<>(earlier);
        rows.add(own);
        return rows.subList(Math.max(0, rows.size() - span), rows.size()).stream()
                .mapToDouble(v -> v)
                .toArray();
    }

    private static double ewma(double[] last, int span) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < last.length; i++) {
            double weight = Math.pow(1 - 2.0 / (span + 1), last.length - 1 - i);
            sum += weight * last[i];
            weights += weight;
        }
        return sum / weights;
    }

    @Test
    void anEventOutOfOrderSeesWhatWasBeforeItAndTakesItsPlace() {
        RecentValues values = new RecentValues(3);
        values.add(10, 1);
        values.add(20, 2);
        values.add(40, 4);

        values.evaluate(30);
        assertThat(values.statistic(RecentStatistic.LAG, 3, 1)).isEqualTo(2);
        values.add(30, 3);

        values.evaluate(50);
        assertThat(values.statistic(RecentStatistic.LAG, 5, 1)).isEqualTo(4);
        assertThat(values.statistic(RecentStatistic.LAG, 5, 2)).isEqualTo(3);
        assertThat(values.statistic(RecentStatistic.LAG, 5, 3)).isEqualTo(2);
        assertThat(values.state()).containsExactly(3, 20, 2, 30, 3, 40, 4);

        values.add(5, 0);
        assertThat(values.state()).containsExactly(3, 20, 2, 30, 3, 40, 4);
    }

    @Test
    void aMissingValueLeavesTheOthers() {
        RecentValues values = new RecentValues(4);
        values.evaluate(0);
        for (RecentStatistic statistic : RecentStatistic.values()) {
            assertThat(values.statistic(statistic, Double.NaN, 2)).isNaN();
        }
        values.add(0, 3);
        values.add(1, 5);
        values.evaluate(2);
        assertThat(values.statistic(RecentStatistic.MEAN, Double.NaN, 2)).isEqualTo(4);
        assertThat(values.statistic(RecentStatistic.STD, Double.NaN, 2)).isEqualTo(1);
        assertThat(values.statistic(RecentStatistic.DIFFERENCE, Double.NaN, 1)).isNaN();
    }

    @Test
    void memoryIsBoundedAndAShorterOneTakesTheNewestOver() {
        RecentValues values = new RecentValues(100);
        for (int t = 0; t < 1_000; t++) {
            values.add(t, t);
        }
        assertThat(values.state()).hasSize(201);

        RecentValues shorter = new RecentValues(2);
        shorter.adopt(values.state());
        shorter.evaluate(1_000);
        assertThat(shorter.statistic(RecentStatistic.LAG, 0, 1)).isEqualTo(999);
        assertThat(shorter.statistic(RecentStatistic.LAG, 0, 2)).isEqualTo(998);
        assertThat(shorter.statistic(RecentStatistic.LAG, 0, 3)).isNaN();
    }

    @Test
    void refusesAForeignState() {
        assertThatThrownBy(() -> new RecentValues(3).adopt(new double[] {7, 1, 1}))
                .hasMessageContaining("length 3 with 7.0 values");
    }
}
