package dev.riffle.jobs.metrics;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** How a shadow and the champion agree. A live object for one thread; gauges are read by Flink's reporters. */
public final class ShadowMetrics {
    private final Counter events;
    private final Counter anomalies;
    private final Counter onlyShadow;
    private final Counter onlyChampion;
    private final Counter otherCluster;

    public ShadowMetrics(MetricGroup group) {
        events = group.counter(JobMetrics.SHADOW_EVENTS);
        anomalies = group.counter(JobMetrics.SHADOW_ANOMALIES);
        onlyShadow = group.counter(JobMetrics.SHADOW_ONLY_ANOMALIES);
        onlyChampion = group.counter(JobMetrics.SHADOW_MISSED_ANOMALIES);
        otherCluster = group.counter(JobMetrics.SHADOW_OTHER_CLUSTER);
    }

    /** Shows the shadow; the supplier is asked from other threads. */
    public static void showModel(MetricGroup group, LongSupplier modelVersion) {
        group.gauge(JobMetrics.SHADOW_MODEL_VERSION, (Gauge<Long>) modelVersion::getAsLong);
    }

    /**
     * Counts an event that both have judged.
     *
     * @param champions whether it is an anomaly to the champion
     * @param shadows whether it is one to the shadow
     * @param sameCluster whether both give it the same cluster id
     */
    public void judged(boolean champions, boolean shadows, boolean sameCluster) {
        events.inc();
        if (shadows) {
            anomalies.inc();
        }
        if (shadows && !champions) {
            onlyShadow.inc();
        }
        if (champions && !shadows) {
            onlyChampion.inc();
        }
        if (!sameCluster) {
            otherCluster.inc();
        }
    }
}
