package dev.riffle.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.SeededAutoencoder;
import dev.riffle.detector.kernel.DenseKernel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KernelCommandTest {
    private static final Offset<Float> CLOSE = Offset.offset(1e-4f);

    @TempDir
    Path folder;

    @Test
    void measuresEveryContenderAndWritesTheTable() throws IOException {
        StringWriter out = new StringWriter();
        Path table = folder.resolve("kernel.md");

        int code = new CommandLine(new KernelCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute("--columns", "5", "--rounds", "1", "--millis", "1", "--json", "--out", table.toString());

        assertThat(code).isZero();
        JsonNode recipe =
                new ObjectMapper().readTree(out.toString()).get("networks").get(0);
        assertThat(recipe.get("bundle").asText()).startsWith("5-10-1-10-5 and 5-10-2");
        assertThat(recipe.get("contenders")).hasSize(5).allSatisfy(line -> assertThat(
                        line.get("nanosPerEvent").get("median").asDouble())
                .isPositive());
        assertThat(table).content().contains("| Riffle: score and verdict");
    }

    @Test
    void allRuntimesComputeTheSameNetwork() throws Exception {
        DenseAutoencoder network = SeededAutoencoder.of(3, Activation.TANH, 6, 9, 2, 9, 6);
        float[] event = {0.3f, -1, 2, 0.1f, -0.7f, 1};
        DenseKernel kernel = DenseKernel.of(network);
        float[] latent = new float[2];
        float[] expected = new float[6];
        kernel.encode(event, latent);
        kernel.decode(latent, expected);

        assertThat(new PlainLoops(network).run(event)).containsExactly(expected, CLOSE);
        assertThat(new Dl4jNetwork(network).run(event)).containsExactly(expected, CLOSE);
        try (OnnxNetwork onnx = new OnnxNetwork(network)) {
            assertThat(onnx.run(event)).containsExactly(expected, CLOSE);
        }
    }
}
