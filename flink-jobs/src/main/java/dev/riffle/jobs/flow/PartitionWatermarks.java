package dev.riffle.jobs.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Watermarks that wait for the slowest partition of the events topic. Flink's own are per partition only where the
 * source knows event times; ours are known after decoding, and a job that catches up reads its partitions at different
 * paces: one watermark over all of them would call the events of the slower ones late.
 *
 * <p>A partition that was silent for a while no longer holds the watermark back; if all are, the stream is idle. Which
 * partitions there are shows only when their first events come, so after a start or a restore there is no watermark for
 * as long: one partition that is fetched first would else have its way.
 *
 * @param <T> events, or events and what steers the scorers between them
 */
public final class PartitionWatermarks<T extends ScorerInput> implements WatermarkGenerator<T> {
    private static final class Partition {
        private long newestEvent = Long.MIN_VALUE;
        private long heardAtNanos;
    }

    private final long outOfOrdernessMillis;
    private final long idlenessNanos;
    private final RelativeClock clock;
    private final long startNanos;
    private final Map<Integer, Partition> partitions = new HashMap<>();
    private int lastNumber = -1;
    private Partition last;

    /**
     * @param outOfOrderness how far event times of one partition may run out of order before an event is late
     * @param idleness after this time without an event a partition is idle
     * @param clock a clock that stands still under backpressure, so that a partition that waits is not taken for idle
     */
    public PartitionWatermarks(Duration outOfOrderness, Duration idleness, RelativeClock clock) {
        this.outOfOrdernessMillis = outOfOrderness.toMillis();
        this.idlenessNanos = idleness.toNanos();
        this.clock = clock;
        this.startNanos = clock.relativeTimeNanos();
    }

    @Override
    public void onEvent(T input, long timestamp, WatermarkOutput output) {
        if (!(input instanceof EventInFlight event)) {
            // What steers has no event time.
            return;
        }
        // Events come in runs of the same partition.
        if (event.partition() != lastNumber) {
            lastNumber = event.partition();
            last = partitions.computeIfAbsent(lastNumber, number -> new Partition());
        }
        last.newestEvent = Math.max(last.newestEvent, timestamp);
        last.heardAtNanos = clock.relativeTimeNanos();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        long now = clock.relativeTimeNanos();
        if (now - startNanos < idlenessNanos) {
            return;
        }
        long slowest = Long.MAX_VALUE;
        for (Partition partition : partitions.values()) {
            if (now - partition.heardAtNanos < idlenessNanos) {
                slowest = Math.min(slowest, partition.newestEvent);
            }
        }
        if (slowest == Long.MAX_VALUE) {
            output.markIdle();
        } else {
            output.emitWatermark(new Watermark(slowest - outOfOrdernessMillis - 1));
        }
    }
}
