package dev.riffle.benchmarks.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.benchmarks.runs.RunLog;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SweepCommandTest {
    private static final int IMAGES = 130;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aSmallMnist() throws IOException {
        Random random = new Random(1);
        byte[] pixels = new byte[16 * IMAGES];
        byte[] labels = new byte[IMAGES];
        random.nextBytes(pixels);
        for (int i = 0; i < IMAGES; i++) {
            labels[i] = (byte) (i % 3);
        }
        idx("mnist-train-images-idx3-ubyte", pixels, 0x803, IMAGES, 4, 4);
        idx("mnist-train-labels-idx1-ubyte", labels, 0x801, IMAGES);
    }

    @Test
    void runsEveryPointOnceAndDrawsBothPlots() throws IOException {
        assertThat(sweep("--widths", "2,3", "--noises", "0,40")).isZero();

        // Gradient k-means with noise 0 and 40; codes of 2 and 3 without, the code of 3 with noise.
        assertThat(runs()).isEqualTo(5);
        assertThat(out.toString().strip()).isEqualTo(page().toString());
        for (String plot : List.of("sweep-width.png", "sweep-noise.png")) {
            assertThat(ImageIO.read(folder.resolve("out").resolve(plot).toFile())
                            .getWidth())
                    .isEqualTo(1_000);
        }
        String text = Files.readString(page());
        assertThat(text)
                .contains("MNIST, 120 rows, 100 clusters")
                .contains("**a trial**")
                .containsPattern("\\| 2 \\| 1 \\| \\.075 \\| \\.\\d{3} \\|")
                .containsPattern("\\| 3 \\| 1 \\|  \\| \\.\\d{3} \\|")
                .contains("| 400 | open | .537 |  |");

        assertThat(sweep("--widths", "2,3,4", "--noises", "0,40")).isZero();
        assertThat(runs()).isEqualTo(6);
        assertThat(err.toString()).contains("code of 3, noise 40, seed 1: run before");

        assertThat(sweep("--render")).isZero();
        assertThat(runs()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--widths 0 | widths are [0]",
                "--noises -1 | noises are [-1]; at least 0 was expected",
                "--epochs 0 | epochs are 0; at least 1 was expected",
                "--limit 99 | limit is 99; at least one row for each of the 100 clusters was expected",
            })
    void refusesWrongUsageWithTheReason(String options, String reason) {
        assertThat(sweep(options.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
    }

    @Test
    void noiseIsClippedToWhatPixelsCanBeAndDrawnByItsSeed() {
        float[][] rows = {{0, 0.5f, 1}, {0, 0.5f, 1}};

        float[][] noisy = NoisyRows.of(rows, 60, 2);

        assertThat(noisy).isDeepEqualTo(NoisyRows.of(rows, 60, 2));
        assertThat(noisy[0]).isNotEqualTo(noisy[1]);
        for (float[] row : noisy) {
            for (float value : row) {
                assertThat(value).isBetween(0f, 1f);
            }
        }
        assertThat(NoisyRows.of(rows, 0, 2)).isSameAs(rows);
        assertThat(rows[0]).containsExactly(0, 0.5f, 1);
    }

    private int sweep(String... options) {
        List<String> line = new ArrayList<>(List.of("--data", folder.toString(), "--out", page().toString()));
        line.addAll(List.of("--code", "3"));
        List<String> given = List.of(options);
        if (!given.contains("--limit")) {
            line.addAll(List.of("--limit", "120"));
        }
        if (!given.contains("--epochs")) {
            line.addAll(List.of("--epochs", "1"));
        }
        line.addAll(given);
        return new CommandLine(new SweepCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.toArray(String[]::new));
    }

    private Path page() {
        return folder.resolve("out/sweep.md");
    }

    private int runs() {
        return new RunLog(folder.resolve("out/sweep-runs.jsonl")).runs().size();
    }

    private void idx(String name, byte[] values, int... header) throws IOException {
        try (DataOutputStream file = new DataOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (int value : header) {
                file.writeInt(value);
            }
            file.write(values);
        }
    }
}
