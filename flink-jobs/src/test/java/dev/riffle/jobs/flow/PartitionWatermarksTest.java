package dev.riffle.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Event;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

class PartitionWatermarksTest {
    private final ManualClock clock = new ManualClock();
    private final PartitionWatermarks<EventInFlight> watermarks =
            new PartitionWatermarks<>(Duration.ofSeconds(10), Duration.ofSeconds(5), clock);
    private final Recorder output = new Recorder();

    @Test
    void afterAStartPartitionsAreWaitedForUntilTheyCouldBeTakenForIdle() {
        event(0, 900_000);
        clock.advanceTime(Duration.ofSeconds(4));
        watermarks.onPeriodicEmit(output);
        assertThat(output.watermark).isEqualTo(Long.MIN_VALUE);
        assertThat(output.idle).isFalse();

        event(1, 100_000);
        event(0, 950_000);
        clock.advanceTime(Duration.ofSeconds(1));
        watermarks.onPeriodicEmit(output);
        assertThat(output.watermark).isEqualTo(100_000 - 10_000 - 1);
    }

    @Test
    void theSlowestPartitionSetsTheWatermark() {
        started();
        event(0, 500_000);
        event(1, 100_000);
        event(0, 900_000);

        watermarks.onPeriodicEmit(output);

        assertThat(output.watermark).isEqualTo(100_000 - 10_000 - 1);
    }

    @Test
    void anOutOfOrderEventDoesNotTurnTheWatermarkBack() {
        started();
        event(0, 500_000);
        event(0, 100_000);

        watermarks.onPeriodicEmit(output);

        assertThat(output.watermark).isEqualTo(500_000 - 10_000 - 1);
    }

    @Test
    void aSilentPartitionNoLongerHoldsTheWatermarkBack() {
        started();
        event(1, 100_000);
        clock.advanceTime(Duration.ofSeconds(6));
        event(0, 500_000);

        watermarks.onPeriodicEmit(output);

        assertThat(output.watermark).isEqualTo(500_000 - 10_000 - 1);
        assertThat(output.idle).isFalse();
    }

    @Test
    void aStreamWithoutAnActivePartitionIsIdle() {
        started();
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).as("before the first event").isTrue();

        event(0, 500_000);
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).as("with an active partition").isFalse();

        clock.advanceTime(Duration.ofSeconds(6));
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).as("after silence").isTrue();
    }

    /** Lets the time pass in which partitions may still turn up. */
    private void started() {
        clock.advanceTime(Duration.ofSeconds(5));
    }

    private void event(int partition, long time) {
        Event event = new Event("e", new String[0], time, new double[0], new String[0]);
        watermarks.onEvent(new EventInFlight(event, time, partition, 0, new double[0]), time, output);
    }

    private static final class Recorder implements WatermarkOutput {
        private long watermark = Long.MIN_VALUE;
        private boolean idle;

        @Override
        public void emitWatermark(Watermark newest) {
            watermark = newest.getTimestamp();
            idle = false;
        }

        @Override
        public void markIdle() {
            idle = true;
        }

        @Override
        public void markActive() {
            idle = false;
        }
    }
}
