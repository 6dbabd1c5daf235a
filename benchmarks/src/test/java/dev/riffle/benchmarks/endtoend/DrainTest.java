package dev.riffle.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.benchmarks.endtoend.Drain.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {
    @Test
    void countsWhatLiesBetweenTheStartOfTheJobAndTheLastPartitions() {
        Drain drain = Drain.between(
                List.of(
                        new Sample(0, 0, 0),
                        new Sample(5_000_000_000L, 9_000_000_000L, 200),
                        new Sample(6_000_000_000L, 9_700_000_000L, 900),
                        new Sample(9_000_000_000L, 12_000_000_000L, 1_000)),
                1_000);
        assertThat(drain.eventsPerSecond()).isEqualTo(700);
        assertThat(drain.cpuMicros()).isEqualTo(1_000);
    }

    @Test
    void aBacklogThatIsGoneAtOnceStillGivesAFigure() {
        Drain drain =
                Drain.between(List.of(new Sample(0, 0, 0), new Sample(1_000_000_000L, 500_000_000L, 1_000)), 1_000);
        assertThat(drain.eventsPerSecond()).isEqualTo(1_000);
        assertThat(drain.cpuMicros()).isEqualTo(500);
    }
}
