package dev.riffle.benchmarks.kernel;

import com.sun.management.ThreadMXBean;
import dev.riffle.benchmarks.runs.Rounds;
import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.anomaly.AlertThreshold;
import dev.riffle.detector.anomaly.AlertThresholds;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.kernel.DenseKernel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Rounds in which every contender runs the same events for a while, in turn, in one thread. */
final class KernelRounds implements AutoCloseable {
    /** A power of two: indices run over. More than the branch predictor learns by heart. */
    private static final int EVENTS = 4_096;

    /** Rounds before those that count: the JIT compiler is done after some tenths of a second. */
    private static final int WARM_UP_ROUNDS = 5;

    private static final double NANOS_PER_MILLI = 1e6;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ServedBundle bundle;
    private final List<Measured> contenders = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private double sink;

    private KernelRounds(ServedBundle bundle) {
        this.bundle = bundle;
    }

    /** Runs some events. */
    @FunctionalInterface
    private interface Work {
        /**
         * @param from index of the first event
         * @return something that depends on the results
         */
        double run(int from, int events);
    }

    private record Measured(String name, Work work, int atOnce, List<Double> nanos, List<Double> bytes) {}

    static KernelRounds of(ServedBundle bundle) {
        KernelRounds rounds = new KernelRounds(bundle);
        rounds.add();
        return rounds;
    }

    private void add() {
        ModelBundle model = bundle.assemble();
        FeatureVector[] events = bundle.events(EVENTS);
        float[][] scaled = new float[EVENTS][bundle.columns()];
        for (int i = 0; i < EVENTS; i++) {
            model.scaler().scale(events[i].values(), scaled[i]);
        }
        DenseAutoencoder network = (DenseAutoencoder) model.encoder();
        Detector detector = Detector.of(model);
        Detection detection = detector.room();
        AlertThreshold threshold =
                new AlertThresholds(model.modelVersion(), AlertBudget.parse("0.1%"), Double.NaN).of(null);
        add("Riffle: score and verdict (" + detector.kernel() + ")", 256, (from, count) -> {
            int anomalies = 0;
            for (int i = from; i < from + count; i++) {
                detector.score(events[i & (EVENTS - 1)], detection);
                anomalies += threshold.isAnomaly(detection) ? 1 : 0;
            }
            return anomalies;
        });
        DenseKernel kernel = DenseKernel.of(network);
        float[] latent = new float[kernel.latentDimension()];
        float[] reconstruction = new float[bundle.columns()];
        add("Riffle: encode and decode alone", 256, (from, count) -> {
            for (int i = from; i < from + count; i++) {
                kernel.encode(scaled[i & (EVENTS - 1)], latent);
                kernel.decode(latent, reconstruction);
            }
            return reconstruction[0];
        });
        PlainLoops plain = new PlainLoops(network);
        add("plain loops: encode and decode", 32, (from, count) -> {
            double sum = 0;
            for (int i = from; i < from + count; i++) {
                sum += plain.run(scaled[i & (EVENTS - 1)])[0];
            }
            return sum;
        });
        OnnxNetwork onnx = new OnnxNetwork(network);
        opened.add(onnx);
        add("ONNX Runtime: encode and decode", 8, (from, count) -> {
            double sum = 0;
            for (int i = from; i < from + count; i++) {
                sum += onnx.run(scaled[i & (EVENTS - 1)])[0];
            }
            return sum;
        });
        Dl4jNetwork dl4j = new Dl4jNetwork(network);
        add("DeepLearning4J output(): encode and decode", 2, (from, count) -> {
            double sum = 0;
            for (int i = from; i < from + count; i++) {
                sum += dl4j.run(scaled[i & (EVENTS - 1)])[0];
            }
            return sum;
        });
    }

    private void add(String name, int atOnce, Work work) {
        contenders.add(new Measured(name, work, atOnce, new ArrayList<>(), new ArrayList<>()));
    }

    KernelReport.Section run(int rounds, int millis) {
        List<Double> peaks = new ArrayList<>();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            double peak = CorePeak.multiplyAddsPerNano(threads, millis);
            if (round >= 0) {
                peaks.add(peak);
            }
            for (Measured measured : contenders) {
                run(measured, millis, round >= 0);
            }
        }
        if (Double.isNaN(sink)) {
            throw new IllegalStateException("a network of " + bundle + " gave NaN");
        }
        return new KernelReport.Section(
                bundle.toString(),
                bundle.multiplyAdds(),
                bundle.networkMultiplyAdds(),
                Rounds.of(peaks),
                contenders.stream()
                        .map(measured -> new KernelReport.Line(
                                measured.name(), Rounds.of(measured.nanos()), Rounds.of(measured.bytes())))
                        .toList());
    }

    private void run(Measured measured, int millis, boolean counts) {
        long thread = Thread.currentThread().getId();
        int events = 0;
        long nanos;
        long bytes = threads.getThreadAllocatedBytes(thread);
        long start = threads.getCurrentThreadCpuTime();
        do {
            sink += measured.work().run(events, measured.atOnce());
            events += measured.atOnce();
            nanos = threads.getCurrentThreadCpuTime() - start;
        } while (nanos < millis * NANOS_PER_MILLI);
        bytes = threads.getThreadAllocatedBytes(thread) - bytes;
        if (counts) {
            measured.nanos().add((double) nanos / events);
            measured.bytes().add((double) bytes / events);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable one : opened) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException("a runtime could not be closed", e);
            }
        }
    }
}
