package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.SeededAutoencoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Starts a JVM without the Vector API's module, as a user may who forgot the option. */
class PlainFallbackTest {
    @Test
    void withoutTheModulePlainKernelsRunAndNoVectorClassIsLoaded() throws Exception {
        String output = runWithoutTheModule();

        assertThat(output)
                .contains("module resolved: false")
                .contains("kernel: plain")
                .contains("distances: PlainDistances")
                .contains("squared: 25.0")
                .contains(PlainStackKernel.class.getName() + " source:")
                .doesNotContain(VectorStackKernel.class.getName() + " source:")
                .doesNotContain(VectorDistances.class.getName() + " source:")
                .doesNotContain("jdk.incubator.vector");
    }

    private static String runWithoutTheModule() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-verbose:class",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /** What the JVM runs. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            DenseKernel kernel = DenseKernel.of(SeededAutoencoder.of(1, Activation.TANH, 3, 2, 3));
            float[] latent = new float[2];
            kernel.encode(new float[] {1f, 2f, 3f}, latent);
            kernel.decode(latent, new float[3]);
            Distances distances = Distances.to(new float[] {3f, 4f}, 2);
            float[] squared = new float[1];
            distances.squared(new float[] {0f, 0f}, squared);
            System.out.println("module resolved: " + VectorModule.isResolved());
            System.out.println("kernel: " + kernel.name());
            System.out.println("distances: " + distances.getClass().getSimpleName());
            System.out.println("squared: " + squared[0]);
        }
    }
}
