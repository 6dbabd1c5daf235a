package dev.riffle.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.replay.AlertRates.Spread;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class AlertRatesTest {
    @Test
    void looksAtTheSecondHalfAndAtWholeThousands() {
        BitSet alerts = new BitSet();
        alerts.set(0, 10);
        alerts.set(1_000, 1_004);
        alerts.set(2_999);
        alerts.set(4_000, 4_200);

        AlertRates rates = AlertRates.of(alerts, 4_200);

        assertThat(rates.perThousand()).isEqualTo(new Spread(0, 2.5, 10));
        assertThat(rates.secondHalf()).isEqualTo(201.0 / 2_100);
    }

    @Test
    void fewEventsAreScaledToAThousand() {
        BitSet alerts = new BitSet();
        alerts.set(3);

        assertThat(AlertRates.of(alerts, 200).perThousand()).isEqualTo(new Spread(5, 5, 5));
        assertThat(AlertRates.of(new BitSet(), 0).perThousand().median()).isNaN();
    }
}
