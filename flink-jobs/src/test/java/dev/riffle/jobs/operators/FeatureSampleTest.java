package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeatureSampleTest {
    @Test
    void aStreamWithinTheLimitIsTakenWhole() {
        FeatureSample sample = new FeatureSample(1, 1_000, 0);
        assertThat(taken(sample, 100)).isEqualTo(100);
        sample.pace(200);
        assertThat(taken(sample, 200)).isEqualTo(200);
        sample.pace(400);
        assertThat(taken(sample, 100)).as("exactly at the limit").isEqualTo(100);
    }

    @Test
    void theShareFollowsTheStreamsPaceDownAndUpAgain() {
        FeatureSample sample = new FeatureSample(1, 1_000, 0);
        taken(sample, 4_000);
        sample.pace(1_000);
        assertThat(taken(sample, 4_000)).isBetween(900, 1_100);
        sample.pace(2_000);
        assertThat(taken(sample, 4_000)).as("still as fast").isBetween(900, 1_100);
        sample.pace(20_000);
        assertThat(taken(sample, 100)).as("slow again").isEqualTo(100);
    }

    @Test
    void theLimitCountsWhatTheWantedShareLeaves() {
        FeatureSample sample = new FeatureSample(0.25, 1_000, 0);
        taken(sample, 4_000);
        sample.pace(1_000);
        assertThat(taken(sample, 4_000)).as("a quarter of 4,000 is the limit").isBetween(900, 1_100);
        sample.pace(1_500);
        assertThat(taken(sample, 8_000))
                .as("8,000 a second wanted a quarter, the limit is an eighth")
                .isBetween(900, 1_100);
    }

    @Test
    void flaggedEventsAreNotLeftOutForTheLimitsSake() {
        FeatureSample sample = new FeatureSample(1, 1, 0);
        taken(sample, 1_000);
        sample.pace(1_000);
        assertThat(taken(sample, 1_000)).isLessThan(20);
        assertThat(sample.takes("flagged", true)).isTrue();
        assertThat(new FeatureSample(0, 1, 0).takes("flagged", true))
                .as("nothing is wanted")
                .isFalse();
    }

    @Test
    void aClockThatStandsStillChangesNothing() {
        FeatureSample sample = new FeatureSample(1, 1, 5);
        taken(sample, 1_000);
        sample.pace(5);
        assertThat(taken(sample, 10)).isEqualTo(10);
    }

    private static int taken(FeatureSample sample, int events) {
        int taken = 0;
        for (int i = 0; i < events; i++) {
            if (sample.takes("event-" + i, false)) {
                taken++;
            }
        }
        return taken;
    }
}
