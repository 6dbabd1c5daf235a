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

    /**
     * What was seen at one look.
     *
     * @param nanos by {@link System#nanoTime()}
     * @param cpuNanos processor time of the process
     * @param count records that had come
     */
    record Sample(long nanos, long cpuNanos, long count) {
        static Sample of(long count) {
            return new Sample(
                    System.nanoTime(),
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                            .getProcessCpuTime(),
                    count);
        }
    }

    /**
     * Watches a topic until it has grown by so many records.
     *
     * @param before records that were there before the job
     * @param alive asked now and then; throws if the job has ended
     */
    static Drain watch(TestBed bed, String topic, long before, long events, Runnable alive)
            throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        samples.add(Sample.of(0));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long count;
        do {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            alive.run();
            count = bed.written(topic) - before;
            samples.add(Sample.of(count));
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("%,d of %,d events were answered in time.".formatted(count, events));
            }
        } while (count < events);
        return between(samples, events);
    }

    /** @param samples that begin with no event and end with all */
    static Drain between(List<Sample> samples, long events) {
        int from = first(samples, (long) (FROM * events));
        int to = first(samples, (long) (TO * events));
        if (from == to) {
            // So few events that all came between two looks.
            from = to - 1;
        }
        Sample begin = samples.get(from);
        Sample end = samples.get(to);
        double answered = end.count() - begin.count();
        return new Drain(
                answered * 1e9 / (end.nanos() - begin.nanos()), (end.cpuNanos() - begin.cpuNanos()) / 1e3 / answered);
    }

    private static int first(List<Sample> samples, long count) {
        int index = 0;
        while (samples.get(index).count() < count) {
            index++;
        }
        return index;
    }
}
