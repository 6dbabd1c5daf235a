package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.pipeline.MemoryLayout.Slot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeyMemoryTest {
    private static final MemoryLayout LAYOUT =
            new MemoryLayout(List.of(new Slot("a", 10, 2, 40), new Slot("b", 0, 1, 8), new Slot("c", 20, 300, 300)));

    @Property(tries = 100)
    void slotsGrowWithoutGettingIntoEachOthersWay(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        KeyMemory memory = LAYOUT.empty();
        memory.hear(seed);
        List<List<Double>> expected = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 40; i++) {
            int slot = random.nextInt(3);
            int unit = LAYOUT.slots().get(slot).unit();
            List<Double> entries = expected.get(slot);
            if (entries.size() + unit > LAYOUT.slots().get(slot).most()) {
                memory.use(slot, 0);
                entries.clear();
                continue;
            }
            memory.makeRoom(slot);
            for (int number = 0; number < unit; number++) {
                double value = random.nextDouble();
                memory.numbers()[memory.start(slot) + entries.size()] = value;
                entries.add(value);
            }
            memory.use(slot, entries.size());
            assertThat(entries(memory)).isEqualTo(expected);
        }
        assertThat(memory.heard()).isEqualTo(seed);
        assertThat(memory.numbers()).hasSizeLessThanOrEqualTo(1 + 3 + 40 + 8 + 300);

        KeyMemory read = LAYOUT.readMemory(input(bytes(memory)));
        assertThat(entries(read)).isEqualTo(expected);
        assertThat(read.heard()).isEqualTo(seed);
    }

    private static List<List<Double>> entries(KeyMemory memory) {
        return IntStream.range(0, memory.layout().slots().size())
                .mapToObj(slot -> Arrays.stream(memory.entries(slot)).boxed().toList())
                .toList();
    }

    private static byte[] bytes(KeyMemory memory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        memory.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream input(byte... bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Test
    void aCopyHasNumbersOfItsOwn() {
        KeyMemory memory = LAYOUT.empty();
        memory.hear(1);
        KeyMemory copy = memory.copy();
        memory.hear(2);
        assertThat(copy.heard()).isEqualTo(1);
    }

    @Test
    void anotherLayoutGetsWhatBothHaveTheNewestFirst() {
        KeyMemory memory = LAYOUT.empty();
        memory.hear(7);
        memory.put(0, new double[] {1, 1, 2, 2, 3, 3});
        memory.put(1, new double[] {5, 6, 7});

        MemoryLayout changed = new MemoryLayout(List.of(
                new Slot("new", 0, 1, 3),
                new Slot("b", 0, 1, 2),
                new Slot("c", 20, 200, 200),
                new Slot("a", 10, 2, 40)));
        KeyMemory moved = changed.fit(memory);
        assertThat(moved.layout()).isSameAs(changed);
        assertThat(entries(moved))
                .containsExactly(List.of(), List.of(6.0, 7.0), List.of(), List.of(1.0, 1.0, 2.0, 2.0, 3.0, 3.0));
        assertThat(moved.heard()).isEqualTo(7);

        MemoryLayout otherPanes = new MemoryLayout(List.of(new Slot("a", 11, 2, 40)));
        assertThat(entries(otherPanes.fit(memory))).containsExactly(List.of());
    }

    @Test
    void anEqualLayoutTakesTheNumbersThemselves() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LAYOUT.writeTo(new DataOutputStream(bytes));
        MemoryLayout read = MemoryLayout.read(input(bytes.toByteArray()));
        assertThat(read).isEqualTo(LAYOUT);

        KeyMemory memory = LAYOUT.empty();
        assertThat(LAYOUT.fit(memory)).isSameAs(memory);
        assertThat(read.fit(memory).layout()).isSameAs(read);
        assertThat(read.fit(memory).numbers()).isSameAs(memory.numbers());
    }

    @Test
    void bytesThatDoNotFitTheLayoutAreRefused() {
        assertThatThrownBy(() -> LAYOUT.readMemory(input((byte) 42, (byte) 0, (byte) 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Found 42 numbers remembered");
        assertThatThrownBy(() -> LAYOUT.readMemory(input((byte) 3, (byte) 0, (byte) 0)))
                .hasMessageContaining("Found 3 numbers remembered");
        assertThatThrownBy(() -> LAYOUT.readMemory(input((byte) -1, (byte) -1, (byte) -1, (byte) -1, (byte) -1)))
                .hasMessageContaining("a count of more than 4 bytes");
    }

    @Test
    void aMemoryThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> new Slot("a", 0, 0, 1)).hasMessageContaining("Found entries of 0 numbers");
        Slot large = new Slot("a", 0, 1, 1 << 25);
        assertThatThrownBy(() -> new MemoryLayout(List.of(large, large)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Found a memory of 67108866 numbers per key");
    }

    @Test
    void arraysOfAnEarlierSavepointLoseTheirHeadersAndTheRoomLeftOver() {
        MemoryLayout layout = new MemoryLayout(List.of(
                PaneWindow.layout("events/1h", 3_600_000, false),
                PaneWindow.layout("value:x/1h", 3_600_000, true),
                RecentTimes.layout("times"),
                RecentValues.layout("recent:x", 2),
                new Slot("verdicts:7d/1d", 30, 5, 5)));
        KeyMemory memory = layout.ofArrays(Map.of(
                "heard", new double[] {9},
                "gone/1h", new double[] {1, 0},
                "events/1h", new double[] {150_000, 1, 77, 4, 0, 0},
                "value:x/1h", new double[] {150_000, 0},
                "times", new double[] {5, 6},
                "recent:x", new double[] {3, 1, 10, 2, 20, 3, 30, 0, 0},
                "verdicts:7d/1d", new double[] {30, 8, 2, 1, 0, 0}));
        assertThat(memory.heard()).isEqualTo(9);
        assertThat(entries(memory))
                .containsExactly(
                        List.of(77.0, 4.0),
                        List.of(),
                        List.of(5.0, 6.0),
                        List.of(2.0, 20.0, 3.0, 30.0),
                        List.of(8.0, 2.0, 1.0, 0.0, 0.0));

        KeyMemory nothing = layout.ofArrays(Map.of(
                "events/1h", new double[] {3, 1, 77, 4},
                "verdicts:7d/1d", new double[] {30, Double.NEGATIVE_INFINITY, 0, 0, 0, 0}));
        assertThat(nothing.heard()).isNaN();
        assertThat(entries(nothing)).containsOnly(List.of());
    }

    @Test
    void foreignArraysAreRefused() {
        MemoryLayout window = new MemoryLayout(List.of(PaneWindow.layout("events/1h", 3_600_000, false)));
        assertThatThrownBy(() -> window.ofArrays(Map.of("events/1h", new double[] {150_000, 3, 1, 1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length 4 with 3.0 entries");
        MemoryLayout values = new MemoryLayout(List.of(RecentValues.layout("recent:x", 3)));
        assertThatThrownBy(() -> values.ofArrays(Map.of("recent:x", new double[] {7, 1, 1})))
                .hasMessageContaining("length 3 with 7.0 entries");
        MemoryLayout share = new MemoryLayout(List.of(new Slot("verdicts:7d/1d", 30, 5, 5)));
        assertThatThrownBy(() -> share.ofArrays(Map.of("verdicts:7d/1d", new double[] {30, 1})))
                .hasMessageContaining("length 2, expected one more");
    }
}
