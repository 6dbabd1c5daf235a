package dev.riffle.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PeersCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file;

    /** Anomalies lie far out in two columns. */
    @BeforeEach
    void aTable() throws IOException {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("a,fraud,b,c\n");
        for (int i = 0; i < 1_500; i++) {
            boolean anomaly = i % 50 == 7;
            csv.append("%.4f,%d,%.4f,%.4f%n"
                    .formatted(
                            random.nextGaussian() + (anomaly ? 9 : 0),
                            anomaly ? 1 : 0,
                            random.nextGaussian() - (anomaly ? 9 : 0),
                            random.nextGaussian()));
        }
        file = folder.resolve("table.csv");
        Files.writeString(file, csv);
    }

    @Test
    void everyContenderRanksTheSameRows() throws IOException {
        Path table = folder.resolve("peers.md");

        int code = run("--file", file.toString(), "--label", "fraud", "--json", "--out", table.toString());

        assertThat(err.toString()).doesNotContain("Exception");
        assertThat(code).isZero();
        JsonNode tabular = new ObjectMapper().readTree(out.toString()).get("tabular");
        assertThat(tabular.fieldNames()).toIterable().containsExactly("riffle", "rcf", "hstrees", "autoencoder");
        assertThat(tabular.get("riffle").get("auroc").asDouble()).isGreaterThan(0.99);
        assertThat(tabular.get("rcf").get("auroc").asDouble()).isGreaterThan(0.95);
        assertThat(tabular.get("hstrees").get("riffleTimesAsFast").asDouble()).isPositive();
        assertThat(table).content().contains("| table.csv |");
    }

    @Test
    void anUnknownPeerOrLabelIsRefused() {
        assertThat(run("--file", file.toString(), "--compare", "loda")).isEqualTo(2);
        assertThat(err.toString()).contains("'loda'", "RIFFLE, RCF, HSTREES, AUTOENCODER");

        assertThat(run("--file", file.toString(), "--label", "class")).isEqualTo(1);
        assertThat(err.toString()).contains("has no column 'class'");
    }

    private int run(String... options) {
        String[] line = new String[options.length + 4];
        System.arraycopy(new String[] {"--rounds", "1", "--jit-seconds", "0.01"}, 0, line, 0, 4);
        System.arraycopy(options, 0, line, 4, options.length);
        return new CommandLine(new PeersCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line);
    }
}
