package dev.riffle.benchmarks.endtoend;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** The threads of the broker that runs in this process. */
final class BrokerThreads {
    private BrokerThreads() {}

    /** Processor time of all that are alive, nanoseconds. */
    static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && isBrokers(info.getThreadName())) {
                nanos += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return nanos;
    }

    static boolean isBrokers(String thread) {
        return thread.startsWith("data-plane-kafka")
                || thread.startsWith("kafka-1-")
                || thread.startsWith("kafka-log-")
                || thread.contains("raft")
                || thread.startsWith("group-coordinator")
                || thread.startsWith("ExpirationReaper");
    }
}
