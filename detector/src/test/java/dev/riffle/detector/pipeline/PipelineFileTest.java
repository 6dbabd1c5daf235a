package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PipelineFileTest {
    private static final String AMOUNT = "name: amount, type: number, field: A";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            name: a, type: numbr, field: A | line 7, features[0].type: found 'numbr', expected one of number, category, time-of-day, time-of-week, history, recent, verdicts. Did you mean 'number'?
            name: a, type: number | line 7, features[0]: found neither 'field' and 'of', expected either the event's field or the number feature that the number is taken from.
            name: a, type: number, field: A, of: b | line 7, features[0]: found both 'field' and 'of', expected either the event's field or the number feature that the number is taken from.
            name: a, type: number, field: A, transfrom: log1p | line 7, features[0].transfrom: unknown key; expected one of name, type, field, of, transform. Did you mean 'transform'?
            name: a, type: number, field: A, transform: log | line 7, features[0].transform: found 'log', expected one of identity, log1p. Did you mean 'log1p'?
            name: a, type: number, field: 7 | line 7, features[0].field: found the number 7, expected the name of a field of the event. Put it in quotes.
            name: a, type: number, field: [A] | line 7, features[0].field: found a list, expected the name of a field of the event.
            name: a, type: number, field: A, transform: | line 7, features[0].transform: found nothing, expected one of identity, log1p.
            type: number, field: A | line 7, features[0]: the key 'name' is missing; expected the feature's name.
            name: a, type: number, of: b | line 7, features[0].of: no feature is called 'b', expected a number feature.
            name: a, type: number, of: a | line 7, features[0].of: the features a -> a refer to each other in a circle; expected one of them to take its number from a field.
            name: c, type: category, field: F | line 7, features[0]: found neither 'values' and 'buckets', expected either the list of values or the number of buckets.
            name: c, type: category, field: F, buckets: 1 | line 7, features[0].buckets: found the number 1, expected a whole number from 2 to 1024.
            name: c, type: category, field: F, buckets: eight | line 7, features[0].buckets: found the text 'eight', expected a whole number from 2 to 1024.
            name: c, type: category, field: F, values: [] | line 7, features[0].values: found an empty list, expected a list of values.
            name: c, type: category, field: F, values: [x, x] | line 7, features[0].values[1]: 'x' stands in the list twice; expected it once.
            name: c, type: category, field: F, values: [other] | line 7, features[0].name: makes a second column 'c=other'; expected every column once.
            name: h, type: time-of-day, zone: Europe/Berln | line 7, features[0].zone: found 'Europe/Berln', expected a time zone such as UTC, +02:00 or Europe/Berlin. Did you mean 'Europe/Berlin'?
            name: h, type: history, key: c, statistic: count, window: 1h | line 7, features[0].key: found 'c', expected one of event.keys: C, T. Did you mean 'C'?
            name: h, type: history, key: C, statistic: median, window: 1h | line 7, features[0].statistic: found 'median', expected one of count, sum, mean, max, deviation, relative, sinceLast. Did you mean 'mean'?
            name: h, type: history, key: C, statistic: count, window: 7 days | line 7, features[0].window: found '7 days', expected a duration such as 500ms, 10s, 10m, 1h, 7d or 2w.
            name: h, type: history, key: C, statistic: count, window: 10ms | line 7, features[0].window: found 10ms, expected a duration from 1s to 3650d.
            name: h, type: history, key: C, statistic: count | line 7, features[0]: the key 'window' is missing; expected a duration such as 500ms, 10s, 10m, 1h, 7d or 2w.
            name: h, type: history, key: C, statistic: mean, window: 1h | line 7, features[0]: the key 'of' is missing; expected the name of a number feature.
            name: h, type: history, key: C, of: h, statistic: mean, window: 1h | line 7, features[0].of: 'h' is a feature of another type, expected a number feature.
            name: h, type: history, key: C, of: a, statistic: count, window: 1h | line 7, features[0].of: 'count' looks at events, not at a feature's values; expected no 'of'.
            name: h, type: history, key: C, statistic: sinceLast, window: 1h | line 7, features[0].window: 'sinceLast' has no window; expected no 'window'.
            """)
    void says_what_is_wrong_with_a_feature(String feature, String message) {
        assertThatThrownBy(() -> Pipelines.with(feature))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessage("p.yaml, " + message);
    }

    static String[][] files() {
        return new String[][] {
            {"", "p.yaml: the file is empty; expected a mapping with name, event and features."},
            {"- a\n", "p.yaml, line 1: found a list, expected a mapping."},
            {"features: []\n", "p.yaml, line 1: the key 'name' is missing; expected the pipeline's name."},
            {"name: p\n", "p.yaml, line 1: the key 'features' is missing; expected a list."},
            {"name: p\nfeatures: []\n", "p.yaml, line 2, features: found an empty list, expected at least one feature."
            },
            {"name: p\nfeatures: amount\n", "p.yaml, line 2, features: found the text 'amount', expected a list."},
            {
                "name: p\nfeatures:\n- amount\n",
                "p.yaml, line 3, features[0]: found the text 'amount', expected a mapping."
            },
            {"name: p\nname: q\n", "p.yaml, line 2: "},
            {
                "name: p\nfeature: []\n",
                "p.yaml, line 2, feature: unknown key; expected one of name, event, smoothing, features."
                        + " Did you mean 'features'?"
            },
            {
                "name: p\nevent: {keys: []}\n",
                "p.yaml, line 2, event.keys: found an empty list, expected a list of field" + " names."
            },
            {
                "name: p\nevent: {keys: C}\n",
                "p.yaml, line 2, event.keys: found the text 'C', expected a list of field" + " names."
            },
            {"name: p\nevent: {keys: [1]}\n", "p.yaml, line 2, event.keys[0]: found the number 1, expected text."},
            {
                "name: p\nevent: {outOfOrderness: 10}\n",
                "p.yaml, line 2, event.outOfOrderness: found the number 10,"
                        + " expected a duration such as 500ms, 10s, 10m, 1h, 7d or 2w. Put it in quotes."
            },
            {
                "name: p\nevent: {time: {field: T, format: epoch-milis}}\n",
                "p.yaml, line 2, event.time.format: found" + " 'epoch-milis' ("
            },
            {
                "name: p\nevent: {time: {field: T, format: 'HH:mm'}}\n",
                "p.yaml, line 2, event.time.format: found 'HH:mm'"
                        + " (it has no year, month and day), expected one of auto, epoch-millis, epoch-seconds, iso, or"
                        + " a date pattern such as yyyy-MM-dd HH:mm:ss."
            },
            {
                "name: p\nevent: {keys: [C]}\nsmoothing: {key: D, halfLife: 5m}\nfeatures: []\n",
                "p.yaml, line 3, smoothing.key: found 'D', expected one of event.keys: C."
            },
            {
                "name: p\nsmoothing: {halfLife: 0s}\nfeatures: []\n",
                "p.yaml, line 2, smoothing.halfLife: found 0s, expected a duration from 1ms to 3650d."
            },
            {
                "name: p\nsmoothing: {key: C}\nfeatures: []\n",
                "p.yaml, line 2, smoothing.key: found 'C', expected a field named under event.keys, which names none."
            },
            {"name: p\nsmoothing: {}\nfeatures: []\n", "p.yaml, line 2, smoothing"},
            {"name: p\nsmoothing: 5m\nfeatures: []\n", "p.yaml, line 2, smoothing: found the text '5m'"},
            {"name: &a p\nfeatures: *a\n", "p.yaml, line "},
            {"name: p\n---\nname: q\n", "p.yaml, line "},
            {"name: [p\n", "p.yaml, line "},
        };
    }

    @ParameterizedTest
    @MethodSource("files")
    void says_what_is_wrong_with_a_file(String yaml, String message) {
        assertThatThrownBy(() -> Pipeline.parse(yaml, "p.yaml"))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void names_every_feature_on_a_circle() {
        assertThatThrownBy(() -> Pipelines.with(
                        "name: a, type: number, of: b",
                        "name: b, type: number, of: c",
                        "name: c, type: number, of: a",
                        AMOUNT))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining("features[0].of: the features a -> b -> c -> a refer to each other in a circle");
    }

    @Test
    void refuses_two_features_of_one_name() {
        assertThatThrownBy(() -> Pipelines.with(AMOUNT, AMOUNT))
                .hasMessage("p.yaml, line 8, features[1].name: a second feature is called 'amount'; expected every name"
                        + " once.");
    }

    @Test
    void what_is_left_out_has_the_documented_defaults() {
        Pipeline pipeline = Pipeline.parse("name: p\nfeatures:\n- {name: a, type: number, field: A}\n", "p");

        assertThat(pipeline.outOfOrderness()).isEqualTo(Duration.ofSeconds(10));
        assertThat(pipeline.futureTolerance()).isEqualTo(Duration.ofDays(1));
        assertThat(pipeline.keyFields()).isEmpty();
        assertThat(pipeline.hasTimeField()).isFalse();
        assertThat(pipeline.historyKeys()).isEmpty();
        assertThat(pipeline.smoothing()).isEmpty();
    }

    @Test
    void scores_are_smoothed_by_a_key_or_over_the_whole_stream() {
        String yaml = Pipelines.yaml(AMOUNT);
        Pipeline plain = Pipeline.parse(yaml, "p");
        Pipeline byKey = Pipeline.parse(yaml + "smoothing: {key: T, halfLife: 5m}\n", "p");
        Pipeline overAll = Pipeline.parse(yaml + "smoothing: {halfLife: 30s}\n", "p");

        assertThat(byKey.smoothing()).contains(new ScoreSmoothing(1, Duration.ofMinutes(5)));
        assertThat(byKey.keyFields()).containsExactly("C", "T");
        assertThat(overAll.smoothing()).contains(new ScoreSmoothing(2, Duration.ofSeconds(30)));
        assertThat(overAll.keyFields()).containsExactly("C", "T", Pipeline.WHOLE_STREAM);
        assertThat(overAll.historyKeys()).as("no column is kept by it").isEmpty();
        assertThat(byKey.fingerprint())
                .as("no column changes, so that models go on")
                .isEqualTo(plain.fingerprint())
                .isEqualTo(overAll.fingerprint());
    }

    @Test
    void columns_stand_in_file_order_and_know_their_features() {
        Pipeline pipeline = Pipelines.with(
                "name: day, type: time-of-day",
                "name: channel, type: category, field: CH, values: [web, 1]",
                "name: merchant, type: category, field: M, buckets: 2",
                "name: twice, type: number, of: amount, transform: log1p",
                "name: amount, type: number, field: A, transform: log1p",
                "name: mean, type: history, key: T, of: amount, statistic: mean, window: 1h");

        assertThat(pipeline.columns())
                .containsExactly(
                        "day.sin",
                        "day.cos",
                        "channel=web",
                        "channel=1",
                        "channel=other",
                        "merchant#0",
                        "merchant#1",
                        "twice",
                        "amount",
                        "mean");
        assertThat(pipeline.columnDetails().get(4).feature()).isEqualTo("channel");
        assertThat(pipeline.numericFields()).containsExactly("A");
        assertThat(pipeline.textFields()).containsExactly("CH", "M");
        assertThat(pipeline.fields()).containsExactly("ID", "C", "T", "AT", "A", "CH", "M");
        assertThat(pipeline.historyKeys()).containsExactly(1);
    }

    @Test
    void the_fingerprint_follows_the_columns_and_nothing_else() {
        String yaml = Pipelines.yaml(AMOUNT);
        String fingerprint = Pipeline.parse(yaml, "a").fingerprint();

        assertThat(fingerprint).matches("[0-9a-f]{16}");
        assertThat(Pipeline.parse("# a comment\n" + yaml.replace("{name: amount, ", "{ name:   'amount',"), "b")
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(Pipeline.parse(yaml.replace("name: p", "name: q"), "c").fingerprint())
                .isEqualTo(fingerprint);
        assertThat(Pipeline.parse(yaml.replace("field: A}", "field: B}"), "d").fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(Pipeline.parse(yaml.replace("field: A}", "field: A, transform: log1p}"), "e")
                        .fingerprint())
                .isNotEqualTo(fingerprint);
    }

    @Test
    void every_ready_pipeline_parses_and_has_its_own_name() {
        assertThat(Pipeline.readyNames())
                .containsExactly("transactions", "sensors", "handbook-transactions", "handbook-verdicts", "smd")
                .allSatisfy(name -> assertThat(Pipeline.ready(name).name()).isEqualTo(name));
        assertThat(Pipeline.ready("handbook-transactions").fields()).doesNotContain("TX_FRAUD", "TX_FRAUD_SCENARIO");
        assertThat(Pipeline.ready("smd").width()).isEqualTo(38);
    }

    @Test
    void load_takes_a_file_or_a_ready_name_and_suggests_one(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), Pipelines.yaml(AMOUNT));

        assertThat(Pipeline.load(file).columns()).containsExactly("amount");
        assertThat(Pipeline.load("sensors").name()).isEqualTo("sensors");
        assertThatThrownBy(() -> Pipeline.load("sensor"))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessage(
                        "Found neither a file nor a ready pipeline called 'sensor', expected a pipeline file or one"
                                + " of transactions, sensors, handbook-transactions, handbook-verdicts, smd. Did you mean 'sensors'?");
        assertThatThrownBy(() -> Pipeline.ready("smb")).hasMessageContaining("Did you mean 'smd'?");
    }
}
