package dev.riffle.benchmarks.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LearningCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whoeverKeepsThreeGroupsApartIsAsGoodAsBatches() throws IOException {
        Path table = folder.resolve("learning.md");

        int code = run("--file", threeGroups().toString(), "--json", "--out", table.toString());

        assertThat(err.toString()).doesNotContain("Exception");
        assertThat(code).isZero();
        JsonNode found = new ObjectMapper().readTree(out.toString());
        for (String contender :
                new String[] {"riffle", "undecayed", "quick", "streamkm", "clustream", "denstream", "blocks"}) {
            assertThat(found.get(contender).get("squaresOverBatch").asDouble())
                    .as(contender)
                    .isGreaterThan(0.999);
            assertThat(found.get(contender).get("rowsPerCpuSecond").asDouble()).isPositive();
        }
        assertThat(found.get("riffle").get("squaresOverBatch").asDouble()).isCloseTo(1, within(0.01));
        assertThat(found.get("undecayed").get("squaresOverBatch").asDouble()).isCloseTo(1, within(0.001));
        assertThat(table).content().contains("| groups.csv |");
    }

    @Test
    void anUnknownClustererIsRefused() throws IOException {
        assertThat(run("--file", threeGroups().toString(), "--compare", "birch"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'birch'", "RIFFLE, UNDECAYED, QUICK");
    }

    private Path threeGroups() throws IOException {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("a,b,label\n");
        for (int i = 0; i < 6_000; i++) {
            int group = random.nextInt(3);
            csv.append("%.4f,%.4f,0%n"
                    .formatted(20 * (group % 2) + random.nextGaussian(), 20 * (group / 2) + random.nextGaussian()));
        }
        return Files.writeString(folder.resolve("groups.csv"), csv);
    }

    private int run(String... options) {
        String[] line = new String[options.length + 6];
        System.arraycopy(new String[] {"--rounds", "1", "--jit-seconds", "0.01", "--clusters", "3"}, 0, line, 0, 6);
        System.arraycopy(options, 0, line, 6, options.length);
        return new CommandLine(new LearningCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line);
    }
}
