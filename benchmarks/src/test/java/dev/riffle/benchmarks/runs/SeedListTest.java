package dev.riffle.benchmarks.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SeedListTest {
    private final SeedList.Converter converter = new SeedList.Converter();

    @Test
    void readsRangesAndSingleSeedsAscendingAndOnce() {
        assertThat(converter.convert("1-3").seeds()).containsExactly(1L, 2L, 3L);
        assertThat(converter.convert("7, 2-4,3").seeds()).containsExactly(2L, 3L, 4L, 7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "3-1", "1-", "1,,2", "1-5000"})
    void refusesWhatNamesNoSeeds(String value) {
        assertThatThrownBy(() -> converter.convert(value))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("found '" + value + "', expected seeds such as 1-5");
    }
}
