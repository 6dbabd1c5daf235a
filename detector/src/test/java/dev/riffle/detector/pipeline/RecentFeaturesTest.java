package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentFeaturesTest {
    private static final String PER_MACHINE = """
            name: machines
            event: {keys: [machine], time: time}
            features:
              - {name: heat, type: number, field: heat}
              - {name: heatBefore, type: recent, key: machine, of: heat, statistic: lag, rows: 1}
              - {name: heatMean, type: recent, key: machine, of: heat, statistic: mean, rows: 3}
            """;

    @Test
    void everyKeyHasARecentPastOfItsOwn() throws InvalidEventException {
        Pipeline pipeline = Pipeline.parse(PER_MACHINE, "test");
        FeatureExtractor extractor = new FeatureExtractor(pipeline);

        assertThat(extractor.extract(event(pipeline, "a", 1, 10)).values()).containsExactly(10, Double.NaN, 10);
        assertThat(extractor.extract(event(pipeline, "b", 2, 50)).values()).containsExactly(50, Double.NaN, 50);
        assertThat(extractor.extract(event(pipeline, "a", 3, 20)).values()).containsExactly(20, 10, 15);
        assertThat(extractor.extract(event(pipeline, "a", 2, 0)).values()).containsExactly(0, 10, 5);
    }

    @Test
    void aPipelineThatLooksBackLessFarGoesOnWithTheNewestRows() throws InvalidEventException {
        Pipeline before = Pipeline.parse(PER_MACHINE.replace("rows: 3", "rows: 9"), "test");
        KeyHistory longer = new KeyHistory(before, 0);
        KeyMemory memory = longer.layout().empty();
        for (int t = 0; t < 20; t++) {
            longer.update(memory, t, new double[] {t * t, 0, 0});
        }

        Pipeline pipeline = Pipeline.parse(PER_MACHINE, "test");
        KeyHistory shorter = new KeyHistory(pipeline, 0);
        double[] row = {0, 0, 0};
        shorter.update(shorter.layout().fit(memory), 20, row);
        assertThat(row).containsExactly(0, 19 * 19, (0 + 19 * 19 + 18 * 18) / 3.0);
    }

    @Test
    void withoutAKeyTheWholeStreamIsOnePast() throws InvalidEventException {
        Pipeline pipeline = Pipeline.parse("""
                name: one
                features:
                  - {name: x, type: number, field: x}
                  - {name: step, type: recent, of: x, statistic: difference, rows: 1}
                """, "test");
        FeatureExtractor extractor = new FeatureExtractor(pipeline);
        EventBuilder builder = new EventBuilder(pipeline);

        assertThat(pipeline.keyFields()).containsExactly(Pipeline.WHOLE_STREAM);
        assertThat(pipeline.historyKeys()).containsExactly(0);
        assertThat(pipeline.fields()).containsExactly("x");
        builder.number("x", 3);
        extractor.extract(builder.build("1", 1, 10));
        builder.begin();
        builder.number("x", 7);
        assertThat(extractor.extract(builder.build("2", 2, 10)).values()).containsExactly(7, 4);
    }

    @Test
    void aMeanOfATransformedNumberIsTakenBackToItsUnit() {
        Pipeline pipeline = Pipeline.parse("""
                name: logs
                features:
                  - {name: x, type: number, field: x, transform: log1p}
                  - {name: mean, type: recent, of: x, statistic: mean, rows: 5}
                  - {name: spread, type: recent, of: x, statistic: std, rows: 5}
                """, "test");

        assertThat(pipeline.columnDetails().get(1).toOwnUnit(Math.log1p(9))).isCloseTo(9, within(1e-9));
        assertThat(pipeline.columnDetails().get(2).toOwnUnit(0.5)).isEqualTo(0.5);
    }

    @Test
    void whatAModelWasTrainedOnIsInTheFingerprint() {
        Pipeline pipeline = Pipeline.parse(PER_MACHINE, "test");

        for (String change : List.of("rows: 4", "statistic: ewma")) {
            String changed = PER_MACHINE.replace(change.startsWith("rows") ? "rows: 3" : "statistic: mean", change);
            assertThat(Pipeline.parse(changed, "test").fingerprint()).isNotEqualTo(pipeline.fingerprint());
        }
    }

    @Test
    void refusesWhatItCannotKeep() {
        refuses("rows: 3", "rows: 0", "expected");
        refuses("key: machine, of: heat, statistic: mean", "key: plant, of: heat, statistic: mean", "'plant'");
        refuses("of: heat, statistic: mean", "of: heatBefore, statistic: mean", "feature of another type");
        refuses("statistic: mean", "statistic: median", "median");
        refuses("keys: [machine]", "keys: [machine, \"*\"]", "which is no field's name");
    }

    private static void refuses(String part, String instead, String message) {
        assertThatThrownBy(() -> Pipeline.parse(PER_MACHINE.replace(part, instead), "test"))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anInferredPipelineLooksBackWhereRowsTellSomethingAboutTheNext() {
        Random random = new Random(1);
        double[] walk = new double[500];
        for (int i = 1; i < walk.length; i++) {
            walk[i] = 0.9 * walk[i - 1] + random.nextGaussian();
        }
        List<String[]> steady = rows(walk);
        List<String[]> noise = rows(random.doubles(500).toArray());

        assertThat(inferred(steady, true))
                .contains("x.mean10")
                .contains("x.std10")
                .contains("x.mean40");
        assertThat(inferred(noise, true)).doesNotContain("recent");
        assertThat(inferred(steady, false)).doesNotContain("recent");
    }

    private static List<String[]> rows(double[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> new String[] {Double.toString(values[i])})
                .toList();
    }

    private static String inferred(List<String[]> rows, boolean temporal) {
        PipelineInference inference = new PipelineInference("auto", List.of("x"), rows);
        return (temporal ? inference.temporal() : inference).yaml();
    }

    private static Event event(Pipeline pipeline, String machine, long time, double heat) throws InvalidEventException {
        EventBuilder builder = new EventBuilder(pipeline);
        builder.text("machine", machine);
        builder.integer("time", 1_000_000 + time);
        builder.number("heat", heat);
        return builder.build("id", 0, Long.MAX_VALUE / 2);
    }
}
