package dev.riffle.benchmarks.endtoend;

import com.sun.management.OperatingSystemMXBean;
import dev.riffle.console.terminal.CommandFailure;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How fast a job works off a backlog, by what arrives on the topic that it answers on.
 *
 * @param eventsPerSecond by the wall's clock
 * @param cpuMicros processor time of this whole process, broker included, per event
 */
record Drain(double eventsPerSecond, double cpuMicros) {
    /** The beginning belongs to the start of the job, the end to partitions that are done before others. */
    private static final double FROM = 0.2;

    private static final double TO = 0.9;
    private static final long POLL_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(300);

    private record Sample(long nanos, long cpuNanos, long count) {}

    /**
     * Watches a topic until it has grown by so many records.
     *
     * @param before records that were there before the job
     * @param alive asked now and then; throws if the job has ended
     */
    static Drain watch(TestBed bed, String topic, long before, long events, Runnable alive)
            throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        List<Sample> samples = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long count;
        do {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            alive.run();
            count = bed.written(topic) - before;
            samples.add(new Sample(System.nanoTime(), system.getProcessCpuTime(), count));
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("%,d of %,d events were answered in time.".formatted(count, events));
            }
        } while (count < events);
        Sample from = first(samples, (long) (FROM * events));
        Sample to = first(samples, (long) (TO * events));
        double answered = to.count() - from.count();
        return new Drain(
                answered * 1e9 / (to.nanos() - from.nanos()), (to.cpuNanos() - from.cpuNanos()) / 1e3 / answered);
    }

    private static Sample first(List<Sample> samples, long count) {
        return samples.stream()
                .filter(sample -> sample.count() >= count)
                .findFirst()
                .orElseThrow();
    }
}
