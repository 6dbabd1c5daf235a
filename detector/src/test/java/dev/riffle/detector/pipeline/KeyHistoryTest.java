package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    /** A history and one key's memory. */
    private record OfOneKey(KeyHistory history, KeyMemory memory) {
        OfOneKey() {
            this(PIPELINE);
        }

        OfOneKey(Pipeline pipeline) {
            this(new KeyHistory(pipeline, 0));
        }

        private OfOneKey(KeyHistory history) {
            this(history, history.layout().empty());
        }

        double[] update(long time, double value) {
            double[] row = {value, 0, 0, 0, 0, 0, 0, 0};
            history.update(memory, time, row);
            return row;
        }
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
        OfOneKey key = new OfOneKey();
        List<Seen> before = new ArrayList<>();
        for (Seen event : stream(seed, n)) {
            double[] row = key.update(event.time, event.value);
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
    void aMemoryThatWentThroughBytesGoesOnAsTheOriginalWould(@ForAll long seed) throws IOException {
        OfOneKey whole = new OfOneKey();
        OfOneKey restored = new OfOneKey();
        for (Seen event : stream(seed, 100)) {
            assertThat(restored.update(event.time, event.value)).isEqualTo(whole.update(event.time, event.value));
            KeyHistory next = new KeyHistory(PIPELINE, 0);
            restored = new OfOneKey(next, next.layout().readMemory(input(bytes(restored.memory))));
        }
    }

    private static byte[] bytes(KeyMemory memory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        memory.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream input(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Property(tries = 30)
    void memoryStaysWithinItsBound(@ForAll long seed) {
        OfOneKey key = new OfOneKey();
        Random random = new Random(seed);
        long time = 0;
        for (int i = 0; i < 2000; i++) {
            time += (long) (random.nextDouble() * 2 * PANE);
            key.update(time, i);
        }
        assertThat(key.memory.layout().slots().stream().map(MemoryLayout.Slot::signature))
                .containsExactly("events/1h", "value:A/1h", "times");
        assertThat(key.memory.entries(0)).hasSizeLessThanOrEqualTo(50);
        assertThat(key.memory.entries(1)).hasSizeLessThanOrEqualTo(125);
        assertThat(key.memory.entries(2)).hasSize(8);
        assertThat(key.memory.numbers()).hasSizeLessThanOrEqualTo(1 + 3 + 52 + 130 + 8);
    }

    @Test
    void aYoungKeyTakesAFewNumbersAndAnEventInTheSamePanesNoneMore() throws IOException {
        OfOneKey key = new OfOneKey();
        key.update(HOUR, 1);
        double[] numbers = key.memory.numbers();
        assertThat(numbers).hasSize(1 + 3 + 2 + 5 + 1);
        assertThat(bytes(key.memory)).hasSize(3 + 8 * (1 + 2 + 5 + 1));

        key.update(HOUR, 2);
        assertThat(key.memory.numbers()).as("read and written in place").isSameAs(numbers);
    }

    @Test
    void aKeyOfSteadyPaceKeepsItsArray() {
        OfOneKey key = new OfOneKey();
        long time = HOUR;
        for (int i = 0; i < 100; i++) {
            key.update(time += PANE, i);
        }
        double[] numbers = key.memory.numbers();
        for (int i = 0; i < 100; i++) {
            key.update(time += PANE, i);
        }
        assertThat(key.memory.numbers()).isSameAs(numbers);
    }

    @Test
    void theFirstEventOfAKeyHasNoHistory() {
        assertThat(new OfOneKey().update(5, 7.0))
                .containsExactly(7, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void anEventFrom1970NeitherWipesNorEntersTheHistory() {
        long now = 1_760_000_000_000L;
        OfOneKey key = new OfOneKey();
        for (int i = 0; i < 3; i++) {
            key.update(now + i, 1);
        }
        assertThat(key.update(0, 100))
                .containsExactly(100, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        double[] row = key.update(now + 1000, 1);
        assertThat(row[1]).isEqualTo(3);
        assertThat(row[4]).isEqualTo(1);
        assertThat(row[6]).isCloseTo(Math.log1p(0.998), within(1e-12));
    }

    @Test
    void timeSinceTheLastEventLooksBackFromTheEventsOwnTime() {
        OfOneKey key = new OfOneKey();
        key.update(10_000, 1);
        key.update(40_000, 1);
        assertThat(key.update(20_000, 1)[6]).isCloseTo(Math.log1p(10), within(1e-12));
        assertThat(key.update(50_000, 1)[6]).isCloseTo(Math.log1p(10), within(1e-12));
        assertThat(key.update(50_000, 1)[6]).isZero();
        assertThat(key.update(5_000, 1)[6]).isNaN();
    }

    @Test
    void hugeValuesLeaveNothingInfinite() {
        OfOneKey key = new OfOneKey();
        for (int i = 0; i < 5; i++) {
            for (double value : key.update(i, i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE)) {
                assertThat(Double.isInfinite(value)).isFalse();
            }
        }
    }

    @Test
    void anotherPipelinesMemoryHasToBeMadeToFitFirst() {
        KeyHistory history = new KeyHistory(PIPELINE, 0);
        KeyMemory other = new KeyHistory(PIPELINE, 0).layout().empty();
        assertThatThrownBy(() -> history.update(other, HOUR, new double[8]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("let it fit the memory first");
        history.update(history.layout().fit(other), HOUR, new double[8]);
    }

    @Test
    void aRelativeValueSaysHowManyTimesTheUsual() {
        OfOneKey key = new OfOneKey();

        assertThat(key.update(HOUR, 10)[7]).isNaN();
        assertThat(key.update(HOUR, 30)[7]).isEqualTo(2);
        assertThat(key.update(HOUR, 100)[7]).isEqualTo(4);
        assertThat(key.update(HOUR, Double.NaN)[7]).isNaN();
        assertThat(key.update(HOUR, 1e9)[7]).isEqualTo(20);

        OfOneKey nothing = new OfOneKey();
        nothing.update(HOUR, 0);
        assertThat(nothing.update(HOUR, 0)[7]).isZero();
        assertThat(nothing.update(HOUR, -1)[7]).isEqualTo(-20);

        OfOneKey refunds = new OfOneKey();
        refunds.update(HOUR, -10);
        assertThat(refunds.update(HOUR, -30)[7]).isEqualTo(-2);
    }
}
