package dev.riffle.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Pipeline;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YoungModelTest {
    private static final Pipeline ROWS = Pipeline.ofNumericColumns("rows", List.of("a", "b"));

    @ParameterizedTest
    @CsvSource({
        "35, 69, false",
        "35, 70, true",
        "35, 5000, true",
        "4999, 9997, false",
        "4999, 9998, true",
        "5000, 10000, false",
        "5000, 1000000, false"
    })
    void aModelOfFewRowsIsOutgrownByTwiceAsMany(long modelRows, long rows, boolean outgrown) {
        assertThat(YoungModel.isOutgrown(ROWS, modelRows, rows)).isEqualTo(outgrown);
    }

    @Test
    void aSeriesKeepsItsModel() {
        Pipeline series = Pipeline.parse("""
                name: series
                features:
                  - {name: level, type: number, field: level}
                  - {name: before, type: recent, of: level, statistic: lag, rows: 1}
                """, "test");

        assertThat(YoungModel.isOutgrown(series, 35, 1_000)).isFalse();
    }
}
