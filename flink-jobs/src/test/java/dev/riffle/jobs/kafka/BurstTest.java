package dev.riffle.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.jobs.flow.RawRecord;
import org.junit.jupiter.api.Test;

class BurstTest {
    private final Burst burst = new Burst();

    @Test
    void everyRecordIsTakenOnceAndInTheOrderInWhichTheyCameWhicheverSplitTheyAreOf() {
        burst.collect(record(1));
        burst.createOutputForSplit("events-0").collect(record(2), 1_700_000_000_000L);
        burst.createOutputForSplit("events-1").collect(record(3));

        assertThat(burst.size()).isEqualTo(3);
        assertThat(burst.take()).extracting(RawRecord::offset).containsExactly(1L, 2L, 3L);
        assertThat(burst.size()).isZero();
        burst.collect(record(4));
        assertThat(burst.take()).extracting(RawRecord::offset).containsExactly(4L);
    }

    @Test
    void whatWasTakenStaysAsItWas() {
        burst.collect(record(1));
        RawRecord[] taken = burst.take();
        burst.collect(record(2));

        assertThat(taken).extracting(RawRecord::offset).containsExactly(1L);
    }

    private static RawRecord record(long offset) {
        return new RawRecord("events", 0, offset, 1_700_000_000_000L, new byte[0]);
    }
}
