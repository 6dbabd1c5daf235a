package dev.riffle.console.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpTest {

    @ParameterizedTest
    @CsvSource({"10%,49097,4909", "10 %,9,0", "29%,100,29", "0.5%,1000,5", "400,1147,400", "400,100,400"})
    void countsRows(String text, int kept, int expected) {
        assertThat(WarmUp.parse(text).of(kept)).isEqualTo(expected);
    }

    @Property
    void takesATenthRoundedDownByDefault(@ForAll @IntRange(min = 0) int kept) {
        assertThat(WarmUp.DEFAULT.of(kept)).isEqualTo(kept / 10);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> WarmUp.parse("ten"))
                .hasMessage("warm-up is 'ten'; a number of rows or a share like '10%' was expected");
        assertThatThrownBy(() -> WarmUp.parse("0")).hasMessage("warm-up is 0 rows; at least 1 was expected");
        assertThatThrownBy(() -> WarmUp.parse("100%"))
                .hasMessage("warm-up is 100 % of the rows; between 0 and 100 % was expected");
        assertThatThrownBy(() -> WarmUp.parse("0%")).hasMessageContaining("between 0 and 100 %");
        assertThatThrownBy(() -> WarmUp.parse("-5")).hasMessageContaining("at least 1");
    }
}
