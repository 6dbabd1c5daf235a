package dev.riffle.benchmarks.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {
    /** Deviations from the mean of 3: -2, -1, 0, 1, 2; squares 10, over 4. */
    @Test
    void isMeanAndDeviationOfASample() {
        Spread spread = Spread.of(1, 2, 3, 4, 5);

        assertThat(spread.mean()).isCloseTo(3, within(1e-12));
        assertThat(spread.deviation()).isCloseTo(Math.sqrt(2.5), within(1e-12));
    }

    @Test
    void readsAsInPapers() {
        assertThat(Spread.of(0.6, 0.7)).hasToString(".650 ± .071");
        assertThat(Spread.of(0.6131)).hasToString(".613");
        assertThat(Spread.figure(-0.0204)).isEqualTo("-.020");
        assertThat(Spread.figure(1)).isEqualTo("1.000");
        assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
    }
}
