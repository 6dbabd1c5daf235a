package dev.riffle.console.backtest;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Wall and processor time of one thread while it runs. A live object for that thread. */
final class ScoringTimer {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private boolean running;
    private long wallStart;
    private long cpuStart;
    private long wallNanos;
    private long cpuNanos;

    void start() {
        if (!running) {
            running = true;
            cpuStart = threads.getCurrentThreadCpuTime();
            wallStart = System.nanoTime();
        }
    }

    void stop() {
        if (running) {
            running = false;
            wallNanos += System.nanoTime() - wallStart;
            cpuNanos += threads.getCurrentThreadCpuTime() - cpuStart;
        }
    }

    double wallSeconds() {
        return wallNanos / NANOS_PER_SECOND;
    }

    double cpuSeconds() {
        return cpuNanos / NANOS_PER_SECOND;
    }
}
