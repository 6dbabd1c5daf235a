package dev.riffle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.benchmarks.runs.RunLog;
import dev.riffle.console.Riffle;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path table;

    @BeforeEach
    void aSmallUsps() throws IOException {
        table = folder.resolve("results/clustering.md");
        StringBuilder csv = new StringBuilder("a,b,label\n");
        for (int i = 0; i < 90; i++) {
            csv.append("%d,%d,%d%n".formatted(i % 3 * 100 + i % 7, 200 - i % 3 * 90 + i % 5, i % 3));
        }
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve("usps.csv.gz")))) {
            packed.write(csv.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void runsWhatIsMissingAndNothingTwice() throws IOException {
        assertThat(clustering("--algorithms", "kmeans,minibatch-kmeans", "--seeds", "1-2"))
                .isZero();
        assertThat(out.toString().strip()).isEqualTo(table.toString());
        assertThat(runs()).isEqualTo(4);

        assertThat(clustering("--algorithms", "kmeans", "--seeds", "1-3")).isZero();
        assertThat(runs()).isEqualTo(5);
        assertThat(err.toString()).contains("kmeans on USPS, seed 2: run before");

        assertThat(clustering("--algorithms", "kmeans", "--seeds", "2", "--again"))
                .isZero();
        assertThat(runs()).isEqualTo(6);

        Files.delete(table);
        assertThat(clustering("--render")).isZero();
        assertThat(runs()).isEqualTo(6);
        assertThat(table).exists();
    }

    @Test
    void theFirstSeedOfEverythingComesBeforeTheSecondOfAnything() {
        clustering("--algorithms", "kmeans,gradient-kmeans", "--seeds", "1-2", "--epochs", "2");

        assertThat(new RunLog(folder.resolve("results/clustering-runs.jsonl")).runs())
                .extracting(run ->
                        run.get("algorithm").asText() + " " + run.get("seed").asInt())
                .containsExactly("kmeans 1", "gradient-kmeans 1", "kmeans 2", "gradient-kmeans 2");
    }

    @Test
    void aRunKeepsEveryFigureAndItsCircumstances() {
        clustering("--algorithms", "kmeans", "--seeds", "7", "--k", "4");

        var run = new RunLog(folder.resolve("results/clustering-runs.jsonl"))
                .runs()
                .get(0);
        assertThat(run.fieldNames())
                .toIterable()
                .contains("nmi", "nmiMax", "ari", "acc", "vMeasure", "rand", "silhouette", "seconds", "cpuSeconds")
                .contains("code", "coreType", "threads", "loadAtStart", "loadAtEnd", "date");
        assertThat(run.get("rows").asInt()).isEqualTo(90);
        assertThat(run.get("k").asInt()).isEqualTo(4);
        assertThat(run.get("epochs").asText()).isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--algorithms kmean | unknown algorithm 'kmean'",
                "--sets digits | digits",
                "--seeds five | found 'five', expected seeds such as 1-5",
                "--limit 0 | limit is 0; at least 1 was expected",
                "--epochs 0 | epochs are 0; at least 1 was expected",
                "--k 0 | k is 0; at least 1 was expected",
            })
    void refusesWrongUsageWithTheReason(String options, String reason) {
        assertThat(clustering(options.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
    }

    @Test
    void saysWhatDataIsMissing() {
        assertThat(run("bench", "clustering", "--data", folder.resolve("none").toString(), "--out", table.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("mnist is neither a file nor the beginning of one");
    }

    private int clustering(String... options) {
        List<String> line =
                new ArrayList<>(List.of("bench", "clustering", "--data", folder.toString(), "--sets", "usps"));
        line.addAll(List.of("--out", table.toString()));
        line.addAll(List.of(options));
        return run(line.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Riffle.run(
                Map.of("bench", new Bench()), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int runs() {
        return new RunLog(folder.resolve("results/clustering-runs.jsonl"))
                .runs()
                .size();
    }
}
