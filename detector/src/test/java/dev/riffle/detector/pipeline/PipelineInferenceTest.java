package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineInferenceTest {
    private static List<String[]> rows() {
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            rows.add(new String[] {
                "id" + i,
                "2026-01-01",
                i % 3 == 0 ? "" : "1.5",
                i % 2 == 0 ? "web" : "no: \"x\"",
                "m" + i,
                "same",
                "1",
                ""
            });
        }
        return rows;
    }

    private static List<String[]> rowOf(String... values) {
        List<String[]> rows = new ArrayList<>();
        rows.add(values);
        return rows;
    }

    private static final List<String> HEADER =
            List.of("id", "at", "amount: {€}", "channel", "on", "constant", "label", "empty");

    @Test
    void numbersCategoriesAndTimesAreToldApartAndTheLabelStaysOut() {
        String yaml = new PipelineInference("a table", HEADER, rows())
                .excluding(List.of("label"))
                .id("id")
                .time("at")
                .yaml();
        Pipeline pipeline = Pipeline.parse(yaml, "inferred");

        assertThat(pipeline.columns().subList(0, 4))
                .containsExactly("amount: {€}", "channel=no: \"x\"", "channel=web", "channel=other");
        assertThat(pipeline.columns()).hasSize(12).contains("on#7");
        assertThat(pipeline.fields()).containsExactly("id", "at", "amount: {€}", "channel", "on");
        assertThat(pipeline.hasTimeField()).isTrue();
    }

    @Test
    void aColumnThatIsNotThereIsRefusedWithASuggestion() {
        PipelineInference inference = new PipelineInference("t", HEADER, rows());
        assertThatThrownBy(() -> inference.excluding(List.of("labl")))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageStartingWith("t: there is no column 'labl', expected one of id, at,")
                .hasMessageEndingWith("Did you mean 'label'?");
    }

    @Test
    void aTableWithoutFeaturesRepeatedColumnsOrRaggedRowsIsRefused() {
        assertThatThrownBy(() -> new PipelineInference("t", List.of("a"), rowOf("x")).yaml())
                .hasMessage("t: none of the columns a can serve as a feature.");
        assertThatThrownBy(() -> new PipelineInference("t", List.of("a", "a"), List.of()))
                .hasMessage("t: found the column 'a' twice, expected every name once.");
        assertThatThrownBy(() -> new PipelineInference("t", List.of("a"), rowOf(null, null)))
                .hasMessage("t: found a row of 2 values, expected 1.");
    }

    @Test
    void aPlainTableNeedsOnlyItsColumnNames() {
        Pipeline pipeline = Pipeline.ofNumericColumns("shuttle", List.of("f0", "2", "true"));
        assertThat(pipeline.columns()).containsExactly("f0", "2", "true");
        assertThat(pipeline.numericFields()).containsExactly("f0", "2", "true");
    }
}
