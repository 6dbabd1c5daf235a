package dev.riffle.console.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSelectionTest {

    @Test
    void shufflesAsTheProtocolOfThePeersDoes() {
        // Written down once from Collections.shuffle(indices, new Random(1)): results are comparable only while this
        // holds.
        assertThat(replayed(RowSelection.of(RowOrder.SHUFFLE, 10, 10, 1), 10))
                .containsExactly(6, 9, 7, 8, 4, 2, 0, 3, 1, 5);
    }

    @Test
    void keepsTheFirstOfTheShuffledRows() {
        RowSelection limited = RowSelection.of(RowOrder.SHUFFLE, 10, 4, 1);
        assertThat(limited.kept()).isEqualTo(4);
        assertThat(replayed(limited, 10)).containsExactly(6, 9, 7, 8);
    }

    @Test
    void drawsAnotherSubsampleForAnotherSeed() {
        assertThat(replayed(RowSelection.of(RowOrder.SHUFFLE, 1_000, 20, 2), 1_000))
                .isNotEqualTo(replayed(RowSelection.of(RowOrder.SHUFFLE, 1_000, 20, 1), 1_000));
    }

    @Test
    void keepsFileOrder() {
        RowSelection selection = RowSelection.of(RowOrder.FILE, 5, 3, 1);
        assertThat(replayed(selection, 5)).containsExactly(0, 1, 2);
        assertThat(selection.inFileOrder()).isTrue();
    }

    @Test
    void keepsAllRowsWhereTheLimitIsAboveThem() {
        assertThat(RowSelection.of(RowOrder.SHUFFLE, 7, 50_000, 3).kept()).isEqualTo(7);
        assertThat(RowSelection.of(RowOrder.FILE, 7, Long.MAX_VALUE, 3).kept()).isEqualTo(7);
    }

    @Test
    void refusesALimitOfZero() {
        assertThatThrownBy(() -> RowSelection.of(RowOrder.FILE, 7, 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is 0; at least 1 was expected");
    }

    @Test
    void parsesOrders() {
        assertThat(RowOrder.parse("shuffle")).isEqualTo(RowOrder.SHUFFLE);
        assertThat(RowOrder.parse("file")).isEqualTo(RowOrder.FILE);
        assertThatThrownBy(() -> RowOrder.parse("random"))
                .hasMessage("order is 'random'; 'file' or 'shuffle' was expected");
    }

    private static int[] replayed(RowSelection selection, int rows) {
        int[] indices = new int[selection.kept()];
        IntStream.range(0, rows).filter(selection::keeps).forEach(index -> indices[selection.position(index)] = index);
        return indices;
    }
}
