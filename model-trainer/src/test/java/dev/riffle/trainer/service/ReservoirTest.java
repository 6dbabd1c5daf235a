package dev.riffle.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.trainer.training.TrainingRows;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReservoirTest {
    @Test
    void keepsEverythingUntilItIsFullAndHandsItOutOldestFirst() {
        Reservoir reservoir = new Reservoir(1, 10, 1);
        for (int time : new int[] {3, 1, 2}) {
            reservoir.add(row(time));
        }

        TrainingRows rows = reservoir.snapshot();

        assertThat(rows.eventTimes()).containsExactly(1, 2, 3);
        assertThat(rows.rows()).isDeepEqualTo(new double[][] {{1}, {2}, {3}});
    }

    @Test
    void staysBoundedAndFavoursTheNewestRows() {
        Reservoir reservoir = new Reservoir(1, 1000, 1);
        for (int time = 0; time < 20_000; time++) {
            reservoir.add(row(time));
        }

        long[] times = reservoir.snapshot().eventTimes();

        assertThat(times).hasSize(1000);
        // A share of 1 - 1/e of the reservoir is expected to be younger than one capacity.
        assertThat(Arrays.stream(times).filter(time -> time >= 19_000).count()).isBetween(580L, 690L);
        assertThat(times[999]).isEqualTo(19_999);
    }

    @Test
    void refusesToHoldNothing() {
        assertThatThrownBy(() -> new Reservoir(1, 0, 1)).hasMessageContaining("expected at least 1");
    }

    private static FeatureRow row(long time) {
        return new FeatureRow("e" + time, "p", time, false, new double[] {time});
    }
}
