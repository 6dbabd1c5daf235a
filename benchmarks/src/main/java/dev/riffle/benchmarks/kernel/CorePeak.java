package dev.riffle.benchmarks.kernel;

import java.lang.management.ThreadMXBean;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** How many float32 multiply-adds the core does at most: vectors in registers, enough of them to hide every latency. */
final class CorePeak {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int SUMS = 10;
    private static final int STEPS = 20_000;

    private CorePeak() {}

    /** @param millis CPU time to measure for */
    static double multiplyAddsPerNano(ThreadMXBean threads, int millis) {
        long start = threads.getCurrentThreadCpuTime();
        long done = 0;
        float sum = 0;
        long nanos;
        do {
            sum += run(0.5f);
            done += (long) STEPS * SUMS * SPECIES.length();
            nanos = threads.getCurrentThreadCpuTime() - start;
        } while (nanos < millis * 1e6);
        if (Float.isNaN(sum)) {
            throw new IllegalStateException("sums of 0.2 came to NaN");
        }
        return (double) done / nanos;
    }

    private static float run(float factor) {
        FloatVector x = FloatVector.broadcast(SPECIES, factor);
        FloatVector c = FloatVector.broadcast(SPECIES, 0.1f);
        FloatVector s0 = c;
        FloatVector s1 = c;
        FloatVector s2 = c;
        FloatVector s3 = c;
        FloatVector s4 = c;
        FloatVector s5 = c;
        FloatVector s6 = c;
        FloatVector s7 = c;
        FloatVector s8 = c;
        FloatVector s9 = c;
        for (int i = 0; i < STEPS; i++) {
            s0 = s0.fma(x, c);
            s1 = s1.fma(x, c);
            s2 = s2.fma(x, c);
            s3 = s3.fma(x, c);
            s4 = s4.fma(x, c);
            s5 = s5.fma(x, c);
            s6 = s6.fma(x, c);
            s7 = s7.fma(x, c);
            s8 = s8.fma(x, c);
            s9 = s9.fma(x, c);
        }
        FloatVector low = s0.add(s1).add(s2).add(s3).add(s4);
        return low.add(s5).add(s6).add(s7).add(s8).add(s9).reduceLanes(VectorOperators.ADD);
    }
}
