package dev.riffle.console.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.console.Riffle;
import dev.riffle.console.backtest.SyntheticTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final String EVENT = "{\"x0\": 1, \"x1\": 25, \"x2\": 2, \"x3\": 0, \"x4\": 0.5}";

    @TempDir
    static Path folder;

    private static String bundle;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void train() throws IOException {
        Path table = Files.writeString(
                folder.resolve("t.csv"), SyntheticTable.of(1_000, 1).csv());
        bundle = folder.resolve("model.bundle").toString();
        StringWriter failure = new StringWriter();
        int code = Riffle.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(failure, true),
                "train",
                table.toString(),
                "--pipeline",
                "auto",
                "--label",
                "label",
                "--out",
                bundle);
        assertThat(code).as(failure.toString()).isZero();
    }

    @Test
    void namesTheFeatureThatIsOff() throws IOException {
        assertThat(run("explain", EVENT, "--bundle", bundle, "--budget", "5%", "--json"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("verdict").asText()).isEqualTo("ANOMALY");
        assertThat(json.get("triggers")).isNotEmpty();
        assertThat(json.get("distancePercentile").asDouble()).isBetween(0.0, 100.0);
        JsonNode contributions = json.get("contributions");
        assertThat(contributions).hasSize(5);
        double sum = 0;
        for (JsonNode contribution : contributions) {
            sum += contribution.get("share").asDouble();
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(contributions.get(0).get("feature").asText()).isEqualTo("x1");
        assertThat(contributions.get(0).get("observed").asDouble()).isEqualTo(25);
        assertThat(contributions.get(0).get("expected").asDouble()).isBetween(-10.0, 10.0);
        assertThat(contributions.get(0).get("window").isNull()).isTrue();
    }

    @Test
    void readsTheEventFromAFileAndPrintsATable() throws IOException {
        Path file = Files.writeString(folder.resolve("event.json"), EVENT);
        assertThat(run("explain", "@" + file, "--bundle", bundle, "--budget", "5%"))
                .isZero();
        assertThat(out.toString()).contains("verdict", "ANOMALY", "x1", "reconstruction", "of its events");
    }

    @Test
    void saysInOneSentenceWhatIsWrong() {
        assertThat(run("explain", "{\"x0\": \"many\"}", "--bundle", bundle)).isEqualTo(1);
        assertThat(err.toString()).contains("Field 'x0' holds the text").doesNotContain("\tat ", "should not happen");
        assertThat(run("explain", "x0=1", "--bundle", bundle)).isEqualTo(1);
        assertThat(err.toString()).contains("The event is not one JSON object");
        assertThat(run("explain", EVENT, "--bundle", folder.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("none does not exist.");
        assertThat(run("explain", EVENT, "--bundle", folder.resolve("t.csv").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("t.csv is no model bundle");
        assertThat(run("explain", EVENT, "--bundle", bundle, "--pipeline", "sensors"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Model 1 was made for pipeline auto");
    }

    private int run(String... arguments) {
        return Riffle.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
