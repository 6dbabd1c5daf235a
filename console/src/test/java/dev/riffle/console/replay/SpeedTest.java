package dev.riffle.console.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTest {
    @Test
    void readsMaxAndFactors() {
        assertThat(Speed.parse("max").isMax()).isTrue();
        assertThat(Speed.parse("1x").factor()).isEqualTo(1);
        assertThat(Speed.parse("0.5x").factor()).isEqualTo(0.5);
        assertThat(Speed.parse("100x").isMax()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "100", "0x", "-1x", "x", "1 x"})
    void saysWhatItExpects(String text) {
        assertThatThrownBy(() -> Speed.parse(text))
                .hasMessage("found '" + text + "', expected max, or a factor above 0 such as 1x or 100x");
    }
}
