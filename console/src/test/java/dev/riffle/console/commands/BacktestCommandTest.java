package dev.riffle.console.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.console.Riffle;
import dev.riffle.console.backtest.SyntheticTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacktestCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t.csv | Missing required option: '--pipeline=P'",
                "--pipeline auto | Missing required parameter: 'FILE'",
                "t.csv --pipeline auto --order random | order is 'random'; 'file' or 'shuffle' was expected",
                "t.csv --pipeline auto --warm-up ten | warm-up is 'ten'; a number of rows or a share like '10%' was",
                "t.csv --pipeline auto --warm-up 0 | warm-up is 0 rows; at least 1 was expected",
                "t.csv --pipeline auto --limit 0 | limit is 0; at least 1 was expected",
                "t.csv --pipeline auto --limit many | Invalid value for option '--limit'",
                "t.csv --pipeline auto --seed x | Invalid value for option '--seed'",
                "t.csv --pipeline auto --budget lots | Invalid value for option '--budget'",
                "t.csv --pipeline auto --retrain-every 0 | retrain every 0 rows; at least 1 was expected",
                "t.csv --pipeline auto --test u.csv --warm-up 10% | --warm-up and --test exclude each other",
                "t.csv --pipeline auto --test u.csv --order shuffle | order is 'shuffle' with a test file",
                "t.csv --pipeline p.yaml --time ts | time column 'ts' goes with pipeline 'auto'; pipeline 'p.yaml' names its own time field",
                "t.csv --pipeline auto --algorithm k-da | Did you mean 'k-dae'?",
                "t.csv --pipeline auto --config none.yaml | none.yaml cannot be read",
                "t.csv --pipeline auto --verdicts-delay 7d | verdicts come back without a label column",
                "t.csv --pipeline auto --verdicts-delay soon | expected a duration above 0",
                "t.csv --pipeline auto --colour red | Unknown option",
            })
    void refusesWrongUsageWithTheReason(String arguments, String reason) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x,y\\n1,0 | --label label | t.csv has no column 'label', named as the label; its columns are x, y.",
                "x,y\\n1,0 | --exclude z | t.csv has no column 'z', named as the one to exclude; its columns are x, y.",
                "x,y\\n1,0 | --time ts | t.csv has no column 'ts', named as the time; its columns are x, y.",
                "x,y\\n1,0 | --label y | Warm-up takes 0 of the 1 rows of",
                "x,y\\n1,0\\n2,0 | --label y --warm-up 5 | Warm-up takes 5 of the 2 rows of",
                "x,y\\n1,0\\n2,0 | --label y --warm-up 1 | There are 1 rows to train on",
                "x,y\\n1,0\\n2,maybe | --label y --warm-up 1 | There are 1 rows to train on",
                "x,y\\n1,0\\n2 | --label y | t.csv, row 2: 1 cells, where the header names 2 columns",
                "y\\n0\\n1 | --label y | none of the columns y can serve as a feature.",
            })
    void failsOnBadInputWithOneSentence(String table, String options, String message) throws IOException {
        Path file = write("t.csv", table.replace("\\n", "\n"));
        assertThat(run((file + " --pipeline auto " + options).split(" "))).isEqualTo(1);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ", "should not happen");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThat(run(folder.resolve("none.csv").toString(), "--pipeline", "auto"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("none.csv does not exist.");
    }

    @Test
    void namesTheRowOfALabelThatIsNone() throws IOException {
        SyntheticTable table = SyntheticTable.of(300, 1);
        Path file = write("t.csv", table.csv().replaceFirst("\n([^\n]*),[01]\n", "\n$1,perhaps\n"));
        assertThat(run(file.toString(), "--pipeline", "auto", "--label", "label"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("t.csv, row 1: label column 'label' holds 'perhaps'; 0 or 1");
    }

    @Test
    void namesTheCellThatIsNoNumber() throws IOException {
        Path file = write("t.csv", "a,b\n1,four\n3,4\n");
        Path pipeline = write("p.yaml", PIPELINE_AB);
        assertThat(run(file.toString(), "--pipeline", pipeline.toString(), "--warm-up", "1"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("t.csv, row 1: ").contains("'b'").contains("four");
    }

    @Test
    void refusesAPipelineThatUsesTheLabel() throws IOException {
        Path file = write("t.csv", "a,b\n1,0\n3,1\n");
        Path pipeline = write("p.yaml", PIPELINE_AB);
        assertThat(run(file.toString(), "--pipeline", pipeline.toString(), "--label", "b"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Pipeline ab uses the label column 'b'");
    }

    @Test
    void refusesATableWithoutAFieldOfThePipeline() throws IOException {
        Path file = write("t.csv", "a,c\n1,0\n3,1\n");
        Path pipeline = write("p.yaml", PIPELINE_AB);
        assertThat(run(file.toString(), "--pipeline", pipeline.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("t.csv has no column 'b', which pipeline ab uses; its columns are a, c.");
    }

    @Test
    void printsOneJsonObjectAndNothingElse() throws IOException {
        Path file = write("t.csv", SyntheticTable.of(600, 1).csv());
        assertThat(run(file.toString(), "--pipeline", "auto", "--label", "label", "--order", "shuffle", "--json"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("rows").asInt()).isEqualTo(600);
        assertThat(json.get("warmUp").asInt()).isEqualTo(60);
        assertThat(json.get("scored").asInt()).isEqualTo(540);
        assertThat(json.get("eventsPerSecond").asDouble()).isPositive();
        assertThat(out.toString().strip().lines()).hasSize(1);
    }

    @Test
    void saysHowOftenExplanationsNameTheInjectedFeature() throws IOException {
        StringBuilder csv = new StringBuilder();
        String[] lines = SyntheticTable.of(1_500, 1).csv().split("\n");
        for (int i = 0; i < lines.length; i++) {
            boolean injected = i > 300 && i % 100 == 0;
            String line = injected ? lines[i].replaceFirst("^[^,]*", "40") : lines[i];
            csv.append(line)
                    .append(i == 0 ? ",injected" : injected ? ",x0" : ",")
                    .append('\n');
        }
        Path file = write("t.csv", csv.toString());
        assertThat(run(
                        file.toString(),
                        "--pipeline",
                        "auto",
                        "--label",
                        "label",
                        "--injected-column",
                        "injected",
                        "--budget",
                        "2%",
                        "--json"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("features").asInt()).isEqualTo(5);
        assertThat(json.get("explainTop1").asDouble()).isGreaterThanOrEqualTo(0.9);
        assertThat(json.get("aurocByTrigger").get("DENSITY").asDouble()).isGreaterThan(0.5);
    }

    @Test
    void scoresSmoothedByMachineFindTheOneThatIsALittleOffAllTheTime() throws IOException {
        StringBuilder csv = new StringBuilder("machine,at,x0,x1,x2,x3,x4,label\n");
        double[][] rows = SyntheticTable.of(4_000, 1).rows();
        for (int i = 0; i < rows.length; i++) {
            boolean off = i % 20 == 7 && i >= 2_000;
            csv.append("m%d,%d".formatted(i % 20, 1_000L * i));
            for (int f = 0; f < rows[i].length; f++) {
                csv.append(String.format(Locale.ROOT, ",%.6f", rows[i][f] + (off && f == 2 ? 0.3 : 0)));
            }
            csv.append(off ? ",1\n" : ",0\n");
        }
        Path file = write("t.csv", csv.toString());
        String plain = """
                name: machines
                event: {keys: [machine], time: {field: at, format: epoch-millis}}
                features:
                  - {name: x0, type: number, field: x0}
                  - {name: x1, type: number, field: x1}
                  - {name: x2, type: number, field: x2}
                  - {name: x3, type: number, field: x3}
                  - {name: x4, type: number, field: x4}
                """;
        double alone = auroc(file, write("plain.yaml", plain));
        double together = auroc(file, write("smoothed.yaml", plain + "smoothing: {key: machine, halfLife: 5m}\n"));
        assertThat(together).isGreaterThan(alone + 0.05);
    }

    private double auroc(Path file, Path pipeline) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(run(file.toString(), "--pipeline", pipeline.toString(), "--label", "label", "--json"))
                .isZero();
        return new ObjectMapper().readTree(out.toString()).get("auroc").asDouble();
    }

    @Test
    void printsATableForPeople() throws IOException {
        Path file = write("t.csv", SyntheticTable.of(600, 1).csv());
        assertThat(run(file.toString(), "--pipeline", "auto", "--label", "label"))
                .isZero();
        assertThat(out.toString()).contains("600 (warm-up 60, scored 540)").contains("AUROC");
    }

    private static final String PIPELINE_AB = """
            name: ab
            features:
              - {name: a, type: number, field: a}
              - {name: b, type: number, field: b}
            """;

    private int run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("backtest"));
        command.addAll(List.of(arguments));
        return Riffle.run(new PrintWriter(out, true), new PrintWriter(err, true), command.toArray(String[]::new));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
