package dev.riffle.detector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SegmentFieldTest {
    private static final Pipeline PIPELINE = Pipeline.parse("""
            name: payments
            event:
              keys: [customer]
            features:
              - {name: amount, type: number, field: amount}
              - {name: channel, type: category, field: channel, values: [web, pos]}
            """, "test");

    @Test
    void readsAKeyOrACategory() {
        Event event = event("web");

        assertThat(SegmentField.of(PIPELINE, "customer").of(event)).isEqualTo("c1");
        assertThat(SegmentField.of(PIPELINE, "channel").of(event)).isEqualTo("web");
        assertThat(SegmentField.of(PIPELINE, "channel").of(event(null))).isEqualTo(SegmentField.MISSING);
        assertThat(SegmentField.of(PIPELINE, "channel").of(event("x".repeat(5_000))))
                .hasSize(1_000);
    }

    @Test
    void refusesOtherFieldsNamingThosePossible() {
        assertThatThrownBy(() -> SegmentField.of(PIPELINE, "amount"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("amount")
                .hasMessageContaining("customer, channel");
    }

    private static Event event(String channel) {
        return new Event("e", new String[] {"c1"}, 0, new double[] {1}, new String[] {channel});
    }
}
