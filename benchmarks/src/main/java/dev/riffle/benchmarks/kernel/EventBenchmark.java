package dev.riffle.benchmarks.kernel;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.anomaly.AlertThreshold;
import dev.riffle.detector.anomaly.AlertThresholds;
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

/** From the raw features of one event to its verdict, with a bundle as it is served, into memory that is used again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventBenchmark {
    /** A power of two: the index runs over. */
    private static final int EVENTS = 4_096;

    /** The whole default recipe, or one network for everything. */
    @Param({"default-10", "default-30", "default-100", "30-64-16-64-30"})
    String bundle;

    private Detector detector;
    private AlertThreshold threshold;
    private FeatureVector[] events;
    private Detection detection;
    private int next;

    /** Assembles the bundle and some events. */
    @Setup
    public void setUp() {
        String columns = bundle.replace("default-", "");
        ServedBundle served = columns.equals(bundle)
                ? ServedBundle.oneNetwork(30, 64, 16, 64, 30)
                : ServedBundle.defaultRecipe(Integer.parseInt(columns));
        detector = Detector.of(served.assemble());
        threshold = new AlertThresholds(1, AlertBudget.parse("0.1%"), Double.NaN).of(null);
        events = served.events(EVENTS);
        detection = detector.room();
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", JmhCommand.QUIETLY, JmhCommand.LANES_APART})
    public boolean vector() {
        return verdict();
    }

    @Benchmark
    @Fork(1)
    public boolean plain() {
        return verdict();
    }

    private boolean verdict() {
        detector.score(events[next++ & (EVENTS - 1)], detection);
        return threshold.isAnomaly(detection);
    }
}
