package dev.riffle.console.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.console.tables.CsvRow;
import dev.riffle.console.tables.InvalidTableException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelColumnTest {
    private static final FileRow WHERE =
            new FileRow(4, Path.of("t.csv"), new CsvRow(5, List.of("y"), new String[] {"?"}));

    private final LabelColumn label = new LabelColumn("y");

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "true", "TRUE", "anomaly", " 1 "})
    void knowsAnomalies(String cell) {
        assertThat(label.isAnomaly(cell, WHERE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "false", "False", "normal"})
    void knowsNormalRows(String cell) {
        assertThat(label.isAnomaly(cell, WHERE)).isFalse();
    }

    @Test
    void namesFileRowAndColumnOfWhatIsNoLabel() {
        assertThatThrownBy(() -> label.isAnomaly("2", WHERE))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("t.csv, row 5: label column 'y' holds '2'; 0 or 1 (false or true, normal or anomaly) was"
                        + " expected.");
        assertThatThrownBy(() -> label.isAnomaly(null, WHERE)).hasMessageContaining("holds nothing");
    }
}
