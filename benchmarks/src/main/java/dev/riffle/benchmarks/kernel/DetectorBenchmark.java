package dev.riffle.benchmarks.kernel;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.detector.bundle.SeededBundle.Clusters;
import dev.riffle.detector.encoder.Activation;
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

/**
 * Scores one event of 30 features with a whole detector, with clusters of every kind: scaling, a 30-60-8-60-30 network, a
 * density mixture of 16 centroids and 12 projections over [input, residual], as earlier releases had them, calibration.
 * There are 64 centroids, or 64 clusters of 32 core points each, behind an encoder 30-60-8, or 16 autoencoders
 * 30-60-8-60-30. {@link EventBenchmark} has the bundle that the trainer makes by default.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DetectorBenchmark {
    /** A power of two: the index runs over. */
    private static final int EVENTS = 256;

    private static final int COLUMNS = 30;

    @Param
    Clusters clusters;

    private Detector detector;
    private FeatureVector[] events;
    private int next;
    private Detection detection;

    /** Makes a bundle and some events around the means of its scaler. */
    @Setup
    public void setUp() {
        ModelBundle bundle = SeededBundle.seed(1)
                .pipeline(SeededBundle.numericPipeline(COLUMNS))
                .network(60, 8, Activation.TANH)
                .clusterModel(clusters)
                .centroids(clusters == Clusters.AUTOENCODER_MIXTURE ? 16 : 64, 16)
                .corePoints(32)
                .calibrationRows(2_000)
                .build();
        detector = Detector.of(bundle);
        detection = detector.room();
        Random random = new Random(2);
        events = new FeatureVector[EVENTS];
        for (int e = 0; e < EVENTS; e++) {
            double[] values = new double[COLUMNS];
            for (int i = 0; i < COLUMNS; i++) {
                values[i] = bundle.scaler().unscale(i, random.nextGaussian());
            }
            events[e] = new FeatureVector(values);
        }
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", JmhCommand.QUIETLY, JmhCommand.LANES_APART})
    public Detection vector() {
        detector.score(events[next++ & (EVENTS - 1)], detection);
        return detection;
    }

    @Benchmark
    @Fork(1)
    public Detection plain() {
        detector.score(events[next++ & (EVENTS - 1)], detection);
        return detection;
    }
}
