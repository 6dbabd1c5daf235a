package dev.riffle.jobs.metrics;

import dev.riffle.schemas.DeadLetterReason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Dead letters of one operator, in total and by reason. */
public final class DeadLetterMetrics {
    private final Counter total;
    private final Map<DeadLetterReason, Counter> byReason = new EnumMap<>(DeadLetterReason.class);

    public DeadLetterMetrics(MetricGroup group) {
        total = group.counter(JobMetrics.DEAD_LETTERS);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            byReason.put(
                    reason, group.addGroup(JobMetrics.REASON, reason.name()).counter(JobMetrics.DEAD_LETTERS));
        }
    }

    public void count(DeadLetterReason reason) {
        total.inc();
        byReason.get(reason).inc();
    }
}
