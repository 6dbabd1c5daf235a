package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.anomaly.AlertBudget.PerHour;
import dev.riffle.detector.anomaly.AlertBudget.ShareOfEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertBudgetTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.1%", "0.1 %", "0.001", "1e-3", ".001", " 0.1%\n"})
    void readsShares(String text) {
        assertThat(AlertBudget.parse(text)).isEqualTo(new ShareOfEvents(0.001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"50 per hour", "50/h", "50 / hour", "50.0 PER HOUR"})
    void readsAlertsPerHour(String text) {
        assertThat(AlertBudget.parse(text)).isEqualTo(new PerHour(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1%", "0", "0%", "100%", "1", "50 per day", "0/h", "1,5%", "1%%", "NaN"})
    void refusesAnythingElseSayingWhatIsExpected(String text) {
        assertThatThrownBy(() -> AlertBudget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining('"' + text + '"')
                .hasMessageContaining("0.1%")
                .hasMessageContaining("50 per hour");
    }

    @Test
    void aBudgetPerHourIsSharedByThePartsOfAStream() {
        assertThat(new PerHour(50).dividedBy(4)).isEqualTo(new PerHour(12.5));
        assertThat(new ShareOfEvents(0.01).dividedBy(4)).isEqualTo(new ShareOfEvents(0.01));
    }
}
