package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyHistoryTest {
    private static final long HOUR = 3_600_000;
    private static final long PANE = HOUR / 24;

    private static final Pipeline PIPELINE = Pipelines.with(
            "name: amount, type: number, field: A",
            "name: count, type: history, key: C, statistic: count, window: 1h",
            "name: sum, type: history, key: C, of: amount, statistic: sum, window: 1h",
            "name: mean, type: history, key: C, of: amount, statistic: mean, window: 1h",
            "name: max, type: history, key: C, of: amount, statistic: max, window: 1h",
            "name: deviation, type: history, key: C, of: amount, statistic: deviation, window: 1h",
            "name: since, type: history, key: C, statistic: sinceLast",
            "name: relative, type: history, key: C, of: amount, statistic: relative, window: 1h");

    private record Seen(long time, double value) {}

    private static double[] update(KeyHistory history, long time, double value) {
        double[] row = {value, 0, 0, 0, 0, 0, 0, 0};
        history.update(time, row);
        return row;
    }

    /** Random walks through event time: mostly forward, some repeats, some far back, some values missing. */
    private static List<Seen> stream(long seed, int size) {
        Random random = new Random(seed);
        List<Seen> stream = new ArrayList<>();
        long time = 1_500_000_000_000L + random.nextInt(1_000_000_000);
        long scale = (long) Math.pow(10, 2 + random.nextInt(5));
        for (int i = 0; i < size; i++) {
            time += (long) (random.nextDouble() * scale) - (random.nextInt(4) == 0 ? scale : 0);
            long at = random.nextInt(20) == 0 ? time - (long) (random.nextDouble() * 3 * HOUR) : time;
            double value = random.nextInt(10) == 0 ? Double.NaN : 1e4 + random.nextGaussian() * 3;
            stream.add(new Seen(at, value));
        }
        return stream;
    }

    /** What the window holds, recomputed from the events themselves. */
    private static List<Double> window(List<Seen> before, long time, boolean withMissing) {
        List<Double> values = new ArrayList<>();
        long newest = Long.MIN_VALUE;
        List<Seen> kept = new ArrayList<>();
        for (Seen seen : before) {
            if (!withMissing && Double.isNaN(seen.value)) {
                continue;
            }
            long pane = Math.floorDiv(seen.time, PANE);
            if (newest == Long.MIN_VALUE || pane > newest - PaneWindow.KEPT) {
                kept.add(seen);
                newest = Math.max(newest, pane);
                long bound = newest - PaneWindow.KEPT;
                kept.removeIf(old -> Math.floorDiv(old.time, PANE) <= bound);
            }
        }
        long now = Math.floorDiv(time, PANE);
        for (Seen seen : kept) {
            long pane = Math.floorDiv(seen.time, PANE);
            if (pane <= now && pane > now - PaneWindow.PANES) {
                values.add(seen.value);
            }
        }
        return values;
    }

    private static void assertSame(double actual, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(expected, within(1e-6 * (1 + Math.abs(expected))));
        }
    }

    @Property(tries = 60)
    void statisticsEqualTheOnesRecomputedFromAllEvents(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int n) {
        KeyHistory history = new KeyHistory(PIPELINE, 0);
        List<Seen> before = new ArrayList<>();
        for (Seen event : stream(seed, n)) {
            double[] row = update(history, event.time, event.value);
            List<Double> values = window(before, event.time, false);
            double count = values.size();
            double sum = values.stream().mapToDouble(v -> v).sum();
            double mean = count == 0 ? Double.NaN : sum / count;
            double squares =
                    values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
            double spread = Math.max(Math.sqrt(squares / (count - 1)), 1e-3 * (1 + Math.abs(mean)));
            double deviation = Math.max(-20, Math.min(20, (event.value - mean) / spread));

            assertThat(row[1]).isEqualTo(window(before, event.time, true).size());
            assertSame(row[2], sum);
            assertSame(row[3], mean);
            assertSame(row[4], values.stream().mapToDouble(v -> v).max().orElse(Double.NaN));
            assertSame(row[5], count < 3 ? Double.NaN : deviation);
            assertSame(row[7], Math.max(-20, Math.min(20, (event.value - mean) / Math.abs(mean))));
            before.add(event);
        }
    }

    @Property(tries = 30)
    void aRestoredHistoryGoesOnAsTheOriginalWould(@ForAll long seed) {
        KeyHistory whole = new KeyHistory(PIPELINE, 0);
        Map<String, double[]> stored = Map.of();
        for (Seen event : stream(seed, 100)) {
            KeyHistory restored = new KeyHistory(PIPELINE, 0);
            restored.restore(stored);
            assertThat(update(restored, event.time, event.value)).isEqualTo(update(whole, event.time, event.value));
            stored = restored.snapshot();
        }
        assertThat(stored.keySet()).isEqualTo(whole.signatures());
    }

    @Property(tries = 30)
    void memoryStaysWithinItsBound(@ForAll long seed) {
        KeyHistory history = new KeyHistory(PIPELINE, 0);
        Random random = new Random(seed);
        long time = 0;
        for (int i = 0; i < 2000; i++) {
            time += (long) (random.nextDouble() * 2 * PANE);
            update(history, time, i);
        }
        Map<String, double[]> snapshot = history.snapshot();
        assertThat(snapshot.keySet()).containsExactly("events/1h", "value:A/1h", "times");
        assertThat(snapshot.get("events/1h")).hasSizeLessThanOrEqualTo(54);
        assertThat(snapshot.get("value:A/1h")).hasSizeLessThanOrEqualTo(132);
        assertThat(snapshot.get("times")).hasSize(8);
    }

    @Test
    void theFirstEventOfAKeyHasNoHistory() {
        assertThat(update(new KeyHistory(PIPELINE, 0), 5, 7.0))
                .containsExactly(7, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void anEventFrom1970NeitherWipesNorEntersTheHistory() {
        long now = 1_760_000_000_000L;
        KeyHistory history = new KeyHistory(PIPELINE, 0);
        for (int i = 0; i < 3; i++) {
            update(history, now + i, 1);
        }
        assertThat(update(history, 0, 100))
                .containsExactly(100, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        double[] row = update(history, now + 1000, 1);
        assertThat(row[1]).isEqualTo(3);
        assertThat(row[4]).isEqualTo(1);
        assertThat(row[6]).isCloseTo(Math.log1p(0.998), within(1e-12));
    }

    @Test
    void timeSinceTheLastEventLooksBackFromTheEventsOwnTime() {
        KeyHistory history = new KeyHistory(PIPELINE, 0);
        update(history, 10_000, 1);
        update(history, 40_000, 1);
        assertThat(update(history, 20_000, 1)[6]).isCloseTo(Math.log1p(10), within(1e-12));
        assertThat(update(history, 50_000, 1)[6]).isCloseTo(Math.log1p(10), within(1e-12));
        assertThat(update(history, 50_000, 1)[6]).isZero();
        assertThat(update(history, 5_000, 1)[6]).isNaN();
    }

    @Test
    void hugeValuesLeaveNothingInfinite() {
        KeyHistory history = new KeyHistory(PIPELINE, 0);
        for (int i = 0; i < 5; i++) {
            for (double value : update(history, i, i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE)) {
                assertThat(Double.isInfinite(value)).isFalse();
            }
        }
    }

    @Test
    void unknownWindowsAreDroppedAndForeignArraysRefused() {
        KeyHistory history = new KeyHistory(PIPELINE, 0);
        history.restore(Map.of("value:B/1h", new double[] {1}));
        assertThat(update(history, 1, 1)[1]).isZero();

        assertThatThrownBy(() -> history.restore(Map.of("events/1h", new double[] {PANE, 3, 1, 1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length 4 with 3.0 panes");
        assertThatThrownBy(() -> history.restore(Map.of("times", new double[9])))
                .hasMessageContaining("Found 9 recent event times, expected at most 8");
    }

    @Test
    void aRelativeValueSaysHowManyTimesTheUsual() {
        KeyHistory history = new KeyHistory(PIPELINE, 0);

        assertThat(update(history, HOUR, 10)[7]).isNaN();
        assertThat(update(history, HOUR, 30)[7]).isEqualTo(2);
        assertThat(update(history, HOUR, 100)[7]).isEqualTo(4);
        assertThat(update(history, HOUR, Double.NaN)[7]).isNaN();
        assertThat(update(history, HOUR, 1e9)[7]).isEqualTo(20);

        KeyHistory nothing = new KeyHistory(PIPELINE, 0);
        update(nothing, HOUR, 0);
        assertThat(update(nothing, HOUR, 0)[7]).isZero();
        assertThat(update(nothing, HOUR, -1)[7]).isEqualTo(-20);

        KeyHistory refunds = new KeyHistory(PIPELINE, 0);
        update(refunds, HOUR, -10);
        assertThat(update(refunds, HOUR, -30)[7]).isEqualTo(-2);
    }
}
