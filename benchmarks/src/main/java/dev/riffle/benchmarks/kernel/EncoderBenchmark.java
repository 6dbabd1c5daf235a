package dev.riffle.benchmarks.kernel;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.SeededAutoencoder;
import dev.riffle.detector.kernel.DenseKernel;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Encodes and decodes one event: with the Vector API, and without its module on the same code path. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncoderBenchmark {
    /** A power of two: the index runs over. */
    private static final int EVENTS = 256;

    /** Widths from the input over latent space to the reconstruction. */
    @Param({"30-64-16-64-30", "30-64-32-8-32-64-30"})
    String net;

    @Param({"TANH", "RELU"})
    Activation activation;

    private DenseKernel kernel;
    private float[][] events;
    private int next;
    private float[] latent;
    private float[] reconstruction;

    /** Makes the network and some events. */
    @Setup
    public void setUp(BenchmarkParams params) {
        int[] widths = Arrays.stream(net.split("-")).mapToInt(Integer::parseInt).toArray();
        kernel = DenseKernel.of(SeededAutoencoder.of(1, activation, widths));
        boolean plain = params.getBenchmark().endsWith(".plain");
        if (plain != kernel.name().equals("plain")) {
            throw new IllegalStateException(params.getBenchmark() + " runs on the kernel " + kernel.name());
        }
        Random random = new Random(2);
        events = new float[EVENTS][widths[0]];
        for (float[] event : events) {
            for (int i = 0; i < event.length; i++) {
                event[i] = (float) random.nextGaussian();
            }
        }
        latent = new float[kernel.latentDimension()];
        reconstruction = new float[kernel.inputs()];
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", JmhCommand.QUIETLY, JmhCommand.LANES_APART})
    public float[] vector() {
        return run();
    }

    @Benchmark
    @Fork(1)
    public float[] plain() {
        return run();
    }

    private float[] run() {
        kernel.encode(events[next++ & (EVENTS - 1)], latent);
        kernel.decode(latent, reconstruction);
        return reconstruction;
    }
}
