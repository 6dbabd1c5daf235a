package dev.riffle.detector.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.encoder.SeededAutoencoder;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DenseKernelTest {
    private static final double TOLERANCE = 1e-5;

    @Property(tries = 300)
    void bothKernelsAgreeWithTheExactResult(
            @ForAll long seed,
            @ForAll Activation activation,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 130) Integer> inner,
            @ForAll @IntRange(min = 1, max = 130) int inputs) {
        int[] widths = new int[inner.size() + 2];
        widths[0] = inputs;
        widths[widths.length - 1] = inputs;
        for (int i = 0; i < inner.size(); i++) {
            widths[i + 1] = inner.get(i);
        }
        DenseAutoencoder autoencoder = SeededAutoencoder.of(seed, activation, widths);
        float[] scaled = gaussians(new Random(seed), inputs, 2f);

        assertAgreement(autoencoder, scaled);
    }

    /**
     * Inputs at the scaler's limit and weights that drive every unit far into saturation. Each unit's weights have one
     * sign: sums that cancel would measure float32, not the kernels.
     */
    @Property(tries = 100)
    void bothKernelsAgreeWhenSaturated(
            @ForAll long seed,
            @ForAll Activation activation,
            @ForAll boolean positive,
            @ForAll @IntRange(min = 1, max = 40) int inputs) {
        Random random = new Random(seed);
        int units = 17;
        DenseLayer in = SeededAutoencoder.layer(random, inputs, units, activation);
        float[] weights = in.weights().clone();
        for (int i = 0; i < weights.length; i++) {
            int unit = i % units;
            weights[i] = (unit % 2 == 0 ? 100 : -100) * Math.abs(weights[i]);
        }
        DenseAutoencoder autoencoder = new DenseAutoencoder(
                List.of(
                        new DenseLayer(inputs, units, weights, in.biases(), activation),
                        SeededAutoencoder.layer(random, units, inputs, activation)),
                1);
        float[] scaled = new float[inputs];
        Arrays.fill(scaled, positive ? 10f : -10f);

        assertAgreement(autoencoder, scaled);
    }

    /** One layer through which a single value passes: what remains is the activation. */
    @ParameterizedTest
    @EnumSource
    void activationsAreExactOverTheirWholeRange(Activation activation) {
        DenseLayer pass = new DenseLayer(1, 1, new float[] {1}, new float[1], activation);
        DenseLayer out = new DenseLayer(1, 1, new float[] {1}, new float[1], Activation.IDENTITY);
        DenseAutoencoder autoencoder = new DenseAutoencoder(List.of(pass, out), 1);
        List<DenseKernel> kernels = List.of(vector(autoencoder), plain(autoencoder));
        float[] latent = new float[1];

        for (float x = -30f; x <= 30f; x += 1f / 256) {
            for (DenseKernel kernel : kernels) {
                kernel.encode(new float[] {x}, latent);
                assertClose(kernel.name() + " " + activation + "(" + x + ")", latent[0], exact(activation, x), 1e-6);
            }
        }
        for (float x : new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0f}) {
            for (DenseKernel kernel : kernels) {
                kernel.encode(new float[] {x}, latent);
                assertClose(kernel.name() + " " + activation + "(" + x + ")", latent[0], exact(activation, x), 1e-6);
            }
        }
        for (DenseKernel kernel : kernels) {
            kernel.encode(new float[] {Float.NaN}, latent);
            assertThat(latent[0]).as(kernel.name() + " " + activation + "(NaN)").isNaN();
        }
    }

    @Test
    void isTheVectorKernelWhereTheModuleIsResolved() {
        DenseAutoencoder autoencoder = SeededAutoencoder.of(3, Activation.TANH, 5, 2, 5);

        assertThat(VectorModule.isResolved())
                .as("the build's tests run with --add-modules " + VectorModule.NAME)
                .isTrue();
        assertThat(StackKernel.of(autoencoder.encoder())).isInstanceOf(VectorStackKernel.class);
        assertThat(DenseKernel.of(autoencoder).name()).matches("vector-\\d+");
        assertThat(DenseKernel.of(autoencoder).inputs()).isEqualTo(5);
        assertThat(DenseKernel.of(autoencoder).latentDimension()).isEqualTo(2);
    }

    @Test
    void givesTheSameResultEveryTimeAndKeepsItsInput() {
        DenseAutoencoder autoencoder = SeededAutoencoder.of(4, Activation.ELU, 13, 7, 3, 7, 13);
        float[] scaled = gaussians(new Random(4), 13, 1f);
        float[] before = scaled.clone();
        for (DenseKernel kernel : List.of(vector(autoencoder), plain(autoencoder))) {
            float[] first = run(kernel, scaled);
            run(kernel, gaussians(new Random(5), 13, 5f));

            assertThat(run(kernel, scaled)).containsExactly(first);
            assertThat(scaled).containsExactly(before);
        }
    }

    @Test
    void refusesArraysOfAnotherLength() {
        DenseAutoencoder autoencoder = SeededAutoencoder.of(6, Activation.TANH, 5, 2, 5);
        for (DenseKernel kernel : List.of(vector(autoencoder), plain(autoencoder))) {
            assertThatThrownBy(() -> kernel.encode(new float[8], new float[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Array input has 8 values; expected 5");
            assertThatThrownBy(() -> kernel.encode(new float[5], new float[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Array output has 3 values; expected 2");
            assertThatThrownBy(() -> kernel.decode(new float[2], new float[4]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Array output has 4 values; expected 5");
        }
    }

    /** Before the JIT compiler is done the Vector API boxes its vectors, so only the plain kernel can be measured. */
    @Test
    void plainKernelAllocatesNothing() {
        DenseKernel kernel = plain(SeededAutoencoder.of(7, Activation.SIGMOID, 30, 16, 8, 16, 30));
        float[] scaled = gaussians(new Random(7), 30, 1f);
        float[] latent = new float[8];
        float[] reconstruction = new float[30];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        kernel.encode(scaled, latent);
        kernel.decode(latent, reconstruction);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            kernel.encode(scaled, latent);
            kernel.decode(latent, reconstruction);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes in 1,000 events").isLessThan(1_000);
    }

    private static DenseKernel vector(DenseAutoencoder autoencoder) {
        return new DenseKernel(
                new VectorStackKernel(autoencoder.encoder()), new VectorStackKernel(autoencoder.decoder()));
    }

    private static DenseKernel plain(DenseAutoencoder autoencoder) {
        return new DenseKernel(
                new PlainStackKernel(autoencoder.encoder()), new PlainStackKernel(autoencoder.decoder()));
    }

    @Test
    void aStackWithoutLayersHandsItsInputOn() {
        DenseStack none = new DenseStack(3, List.of());
        for (StackKernel kernel : List.of(new VectorStackKernel(none), new PlainStackKernel(none))) {
            float[] output = new float[3];
            kernel.run(new float[] {1, 2, 3}, output);
            assertThat(output).containsExactly(1, 2, 3);
        }
    }

    private static void assertAgreement(DenseAutoencoder autoencoder, float[] scaled) {
        float[] vector = run(vector(autoencoder), scaled);
        float[] plain = run(plain(autoencoder), scaled);
        double[] exact = exact(autoencoder, scaled);
        // Rounding errors are relative to what was summed, and that is at most about the largest value.
        double magnitude = Math.max(1, Arrays.stream(exact).map(Math::abs).max().orElseThrow());
        for (int i = 0; i < exact.length; i++) {
            assertClose("vector against exact, value " + i, vector[i], exact[i], TOLERANCE * magnitude);
            assertClose("plain against exact, value " + i, plain[i], exact[i], TOLERANCE * magnitude);
            assertClose("vector against plain, value " + i, vector[i], plain[i], TOLERANCE * magnitude);
        }
    }

    /** Position in latent space, followed by the reconstruction. */
    private static float[] run(DenseKernel kernel, float[] scaled) {
        float[] latent = new float[kernel.latentDimension()];
        float[] reconstruction = new float[kernel.inputs()];
        kernel.encode(scaled, latent);
        kernel.decode(latent, reconstruction);
        float[] both = Arrays.copyOf(latent, latent.length + reconstruction.length);
        System.arraycopy(reconstruction, 0, both, latent.length, reconstruction.length);
        return both;
    }

    /** The same in double precision with the JDK's functions. */
    private static double[] exact(DenseAutoencoder autoencoder, float[] scaled) {
        double[] latent = new double[scaled.length];
        for (int i = 0; i < scaled.length; i++) {
            latent[i] = scaled[i];
        }
        for (DenseLayer layer : autoencoder.encoder().layers()) {
            latent = exact(layer, latent);
        }
        double[] reconstruction = latent;
        for (DenseLayer layer : autoencoder.decoder().layers()) {
            reconstruction = exact(layer, reconstruction);
        }
        double[] both = Arrays.copyOf(latent, latent.length + reconstruction.length);
        System.arraycopy(reconstruction, 0, both, latent.length, reconstruction.length);
        return both;
    }

    private static double[] exact(DenseLayer layer, double[] in) {
        double[] out = new double[layer.outputs()];
        for (int o = 0; o < out.length; o++) {
            double sum = layer.biases()[o];
            for (int i = 0; i < in.length; i++) {
                sum += in[i] * layer.weights()[i * out.length + o];
            }
            out[o] = exact(layer.activation(), sum);
        }
        return out;
    }

    private static double exact(Activation activation, double x) {
        return switch (activation) {
            case IDENTITY -> x;
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(x, 0);
            case ELU -> x > 0 ? x : Math.expm1(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
        };
    }

    private static void assertClose(String what, double found, double expected, double tolerance) {
        double error = Math.abs(found - expected);
        // Values that the property generates may be huge, so the tolerance is relative above 1.
        if (!(error <= tolerance * Math.max(1, Math.abs(expected)))) {
            throw new AssertionError(what + ": found " + found + ", expected " + expected + " within " + tolerance);
        }
    }

    private static float[] gaussians(Random random, int length, float scale) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = scale * (float) random.nextGaussian();
        }
        return values;
    }
}
