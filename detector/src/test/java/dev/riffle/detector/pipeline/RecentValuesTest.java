package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
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
        RecentValues values = new RecentValues(0, 12);
        KeyMemory memory = memory(12);
        List<Double> all = new ArrayList<>();
        for (int t = 0; t < 30; t++) {
            double own = random.nextGaussian();
            values.evaluate(memory, t);

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

            values.add(memory, t, own);
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
        RecentValues values = new RecentValues(0, 3);
        KeyMemory memory = memory(3);
        values.add(memory, 10, 1);
        values.add(memory, 20, 2);
        values.add(memory, 40, 4);

        values.evaluate(memory, 30);
        assertThat(values.statistic(RecentStatistic.LAG, 3, 1)).isEqualTo(2);
        values.add(memory, 30, 3);

        values.evaluate(memory, 50);
        assertThat(values.statistic(RecentStatistic.LAG, 5, 1)).isEqualTo(4);
        assertThat(values.statistic(RecentStatistic.LAG, 5, 2)).isEqualTo(3);
        assertThat(values.statistic(RecentStatistic.LAG, 5, 3)).isEqualTo(2);
        assertThat(memory.entries(0)).containsExactly(20, 2, 30, 3, 40, 4);

        values.add(memory, 5, 0);
        assertThat(memory.entries(0)).containsExactly(20, 2, 30, 3, 40, 4);
    }

    @Test
    void aMissingValueLeavesTheOthers() {
        RecentValues values = new RecentValues(0, 4);
        KeyMemory memory = memory(4);
        values.evaluate(memory, 0);
        for (RecentStatistic statistic : RecentStatistic.values()) {
            assertThat(values.statistic(statistic, Double.NaN, 2)).isNaN();
        }
        values.add(memory, 0, 3);
        values.add(memory, 1, 5);
        values.evaluate(memory, 2);
        assertThat(values.statistic(RecentStatistic.MEAN, Double.NaN, 2)).isEqualTo(4);
        assertThat(values.statistic(RecentStatistic.STD, Double.NaN, 2)).isEqualTo(1);
        assertThat(values.statistic(RecentStatistic.DIFFERENCE, Double.NaN, 1)).isNaN();
    }

    @Test
    void memoryIsBounded() {
        RecentValues values = new RecentValues(0, 100);
        KeyMemory memory = memory(100);
        for (int t = 0; t < 1_000; t++) {
            values.add(memory, t, t);
        }
        assertThat(memory.entries(0)).hasSize(200);
        assertThat(memory.numbers()).hasSize(202);
    }

    private static KeyMemory memory(int rows) {
        return new MemoryLayout(List.of(RecentValues.layout("recent:x", rows))).empty();
    }
}
