package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignalValuesTest {
    private static final SignalValues ONE = new SignalValues(
            new double[] {1}, new double[] {2}, Optional.of(new double[] {3}), Optional.empty(), new int[1]);
    private static final SignalValues TWO = new SignalValues(
            new double[] {4, 5}, new double[] {6, 7}, Optional.of(new double[] {8, 9}), Optional.empty(), new int[] {
                0, 2
            });

    @Test
    void eventsThatAreAddedKeepTheirValuesTogether() {
        SignalValues three = ONE.plus(TWO);

        assertThat(three.events()).isEqualTo(3);
        assertThat(three.errors()).containsExactly(1, 4, 5);
        assertThat(three.sparseness()).containsExactly(2, 6, 7);
        assertThat(three.rarity().orElseThrow()).containsExactly(3, 8, 9);
        assertThat(three.coreDistances()).isEmpty();
        assertThat(three.missingCells()).containsExactly(0, 0, 2);
    }

    @Test
    void eventsOfOtherSignalsCannotBeAdded() {
        assertThatThrownBy(() -> ONE.plus(TWO.withCoreDistances(new double[] {1, 2})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("distances");
    }

    @Test
    void cellsWithoutAValueAreCounted() {
        double[][] rows = {{1, Double.NaN, Double.NaN}, {1, 2, 3}};

        assertThat(TWO.withMissingCellsOf(rows).missingCells()).containsExactly(2, 0);
    }

    @Test
    void everyEventHasAValueOfEverySignal() {
        assertThatThrownBy(() -> ONE.withCoreDistances(new double[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 reconstruction errors and 2 distances");
    }
}
