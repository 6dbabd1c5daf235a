package dev.riffle.console.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.console.tables.CsvRow;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowJsonTest {
    private static final List<String> COLUMNS = List.of("id", "amount", "note");

    @Test
    void numbersBecomeNumbersEmptyCellsNullAndTheRestTexts() {
        assertThat(json(Set.of(), "7", "-1.5e3", "a \"quoted\" ünit\n"))
                .isEqualTo("{\"id\":7,\"amount\":-1.5e3,\"note\":\"a \\\"quoted\\\" ünit\\n\"}");
        assertThat(json(Set.of(), "x7", null, "")).isEqualTo("{\"id\":\"x7\",\"amount\":null,\"note\":null}");
    }

    @Test
    void excludedColumnsAreNotSent() {
        assertThat(json(Set.of("amount"), "7", "1", "a")).isEqualTo("{\"id\":7,\"note\":\"a\"}");
        assertThat(json(Set.of("id", "amount", "note"), "7", "1", "a")).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "12", "0.5", "1e5", "1E-5", "-12.25e+3", "123456789012345"})
    void whatJsonTakesForANumberIsOne(String text) {
        assertThat(RowJson.isJsonNumber(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "007",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "NaN",
                "Infinity",
                "0x1F",
                "1 ",
                "1,5",
                "12345678901234567890"
            })
    void whatJsonDoesNotTakeForANumberAndLongIdentifiersStayTexts(String text) {
        assertThat(RowJson.isJsonNumber(text)).isFalse();
    }

    private static String json(Set<String> excluded, String... cells) {
        return new String(new RowJson(excluded).encode(new CsvRow(1, COLUMNS, cells)), UTF_8);
    }
}
