package dev.riffle.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.benchmarks.runs.RunLog;
import dev.riffle.console.Riffle;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command once, tiny: what it measures means nothing then. */
class EndToEndIT {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void throughputMeasuresEveryContenderAndWritesTheTable() throws Exception {
        bench(
                new ThroughputCommand(),
                "--events",
                "2000",
                "--rounds",
                "1",
                "--formats",
                "json",
                "--columns",
                "4",
                "--clusters",
                "4",
                "--deliveries",
                "at-least-once");
        assertThat(new RunLog(folder.resolve("table-runs.jsonl")).runs())
                .extracting(run -> run.path("contender").asText())
                .containsExactly("echo", "answer", "full", "fullHistory", "json-decoding");
        assertThat(table()).contains("## JSON, at-least-once", "pass-through", "JSON decoding alone");
    }

    @Test
    void latencyWaitsForEveryAnswer() throws Exception {
        bench(
                new LatencyCommand(),
                "--rates",
                "200",
                "--rounds",
                "1",
                "--seconds",
                "3",
                "--warm-up-seconds",
                "1",
                "--columns",
                "4",
                "--clusters",
                "4",
                "--parallelism",
                "1");
        assertThat(table()).contains("| 200 | pass-through |", "scoring job, steady", "scoring job, around");
    }

    @Test
    void aProfileSharesTheSamplesOut() throws Exception {
        bench(
                new ProfileCommand(),
                "--events",
                "20000",
                "--formats",
                "avro",
                "--warm-ups",
                "0",
                "--columns",
                "4",
                "--clusters",
                "4",
                "--history");
        assertThat(table()).contains("| read events |", "broker");
    }

    @Test
    void scaleMeasuresStateOfKeys() throws Exception {
        bench(new ScaleCommand(), "--cases", "keys 30-64-1000-", "--rounds", "1", "--share", "0.01");
        var run = new RunLog(folder.resolve("table-runs.jsonl")).runs().get(0);
        assertThat(run.path("keysSeen").asInt()).isBetween(900, 1_000);
        assertThat(run.path("checkpointBytes").asLong())
                .isGreaterThan(100L * run.path("keysSeen").asInt());
    }

    private String table() throws Exception {
        return Files.readString(folder.resolve("table.md"));
    }

    private void bench(Object command, String... options) {
        String[] line = Stream.concat(
                        Stream.of("command"),
                        Stream.concat(
                                Stream.of(options),
                                Stream.of("--out", folder.resolve("table.md").toString())))
                .toArray(String[]::new);
        int code = Riffle.run(
                Map.of("command", command),
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true),
                line);
        assertThat(code).as(List.of(line) + "\n" + err).isZero();
    }
}
