package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfirmedShareTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    @Test
    void isTheShareOfConfirmedEventsBetweenDelayAndWindow() {
        ConfirmedShare share = new ConfirmedShare(0, 7 * DAY, 7 * DAY);
        KeyMemory memory = memory(share);
        Random random = new Random(1);
        List<long[]> events = new ArrayList<>();
        for (long time = 0; time < 60 * DAY; time += 600_000 + random.nextInt(600_000)) {
            boolean anomaly = random.nextDouble() < (time > 20 * DAY && time < 30 * DAY ? 0.5 : 0.02);
            if (time > 15 * DAY) {
                assertThat(share.at(memory, time)).isCloseTo(exact(events, time), within(0.08));
            }
            share.add(memory, time);
            events.add(new long[] {time, anomaly ? 1 : 0});
            if (anomaly) {
                share.confirm(memory, time);
            }
        }
    }

    @Test
    void whatIsConfirmedIsNotSeenBeforeTheDelayIsOver() {
        ConfirmedShare share = new ConfirmedShare(0, DAY, 7 * DAY);
        KeyMemory memory = memory(share);
        share.add(memory, 0);
        share.confirm(memory, 0);
        for (long time = 0; time <= 7 * DAY; time += HOUR) {
            assertThat(share.at(memory, time)).isZero();
        }
        assertThat(share.at(memory, 7 * DAY + 2 * HOUR)).isEqualTo(1);
        assertThat(share.at(memory, 8 * DAY + HOUR)).isZero();
    }

    @Test
    void confirmsNothingThatItDoesNotRemember() {
        ConfirmedShare share = new ConfirmedShare(0, DAY, DAY);
        KeyMemory memory = memory(share);
        share.confirm(memory, 0);
        share.add(memory, 5 * DAY);
        share.confirm(memory, 0);
        share.confirm(memory, 9 * DAY);
        share.confirm(memory, 5 * DAY);
        share.confirm(memory, 5 * DAY);
        assertThat(share.at(memory, 6 * DAY + 2 * HOUR)).isEqualTo(1);
        share.add(memory, 500 * DAY);
        assertThat(share.at(memory, 6 * DAY + 2 * HOUR)).isZero();
    }

    @Test
    void staysSmallWhateverTheDelay() {
        assertThat(new ConfirmedShare(0, 1_000, 3650 * DAY).layout("verdicts").most())
                .isLessThan(1_030);
    }

    private static KeyMemory memory(ConfirmedShare share) {
        return new MemoryLayout(List.of(share.layout("verdicts"))).empty();
    }

    private static double exact(List<long[]> events, long time) {
        double all = 0;
        double confirmed = 0;
        for (long[] event : events) {
            if (event[0] < time - 7 * DAY && event[0] >= time - 14 * DAY) {
                all++;
                confirmed += event[1];
            }
        }
        return all == 0 ? 0 : confirmed / all;
    }
}
