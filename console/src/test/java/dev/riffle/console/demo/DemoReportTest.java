package dev.riffle.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.console.simulate.Account;
import dev.riffle.console.simulate.Accounting;
import dev.riffle.console.terminal.Json;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    private static final Account ACCOUNT = new Account(
            990,
            10,
            0,
            Map.of("MALFORMED", 10L),
            90,
            9,
            3,
            8,
            6,
            3,
            Map.of("SPIKE", new Account.Caught(3, 6)),
            List.of(1L, 2L),
            16,
            OptionalLong.of(5_000),
            3.04,
            21.96,
            450,
            1,
            25.04,
            19.96,
            0.97);

    @Test
    void jsonHasTheFiguresThatScriptsRelyOn() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(Json.line(new DemoReport(1_000, ACCOUNT, OptionalDouble.of(12.34), 99.96).toMap()));

        assertThat(json.get("eventsIn").asLong()).isEqualTo(1_000);
        assertThat(json.get("assignments").asLong()).isEqualTo(990);
        assertThat(json.get("deadLetters").asLong()).isEqualTo(10);
        assertThat(json.get("anomalies").asLong()).isEqualTo(9);
        assertThat(json.get("alertRate").asDouble()).isEqualTo(0.01);
        assertThat(json.get("injected").asLong()).isEqualTo(6);
        assertThat(json.get("injectedCaught").asLong()).isEqualTo(3);
        assertThat(json.get("modelVersions").toString()).isEqualTo("[1,2]");
        assertThat(json.get("clusters").asInt()).isEqualTo(16);
        assertThat(json.get("p50LatencyMs").asDouble()).isEqualTo(3.0);
        assertThat(json.get("p99LatencyMs").asDouble()).isEqualTo(22.0);
        assertThat(json.get("eventsPerSecond").asDouble()).isEqualTo(100.0);
        assertThat(json.get("longestSilenceMs").asLong()).isEqualTo(450);
        assertThat(json.get("swaps").asInt()).isEqualTo(1);
        assertThat(json.get("swapP99LatencyMs").asDouble()).isEqualTo(25.0);
        assertThat(json.get("steadyP99LatencyMs").asDouble()).isEqualTo(20.0);
        assertThat(json.get("continuity").asDouble()).isEqualTo(0.97);
        assertThat(json.get("secondsToFirstModel").asDouble()).isEqualTo(12.3);
    }

    @Test
    void isCompleteOnlyIfEveryEventHasOneAnswer() {
        assertThat(new DemoReport(1_000, ACCOUNT, OptionalDouble.empty(), 1).complete())
                .isTrue();
        assertThat(new DemoReport(1_001, ACCOUNT, OptionalDouble.empty(), 1).complete())
                .isFalse();
        assertThat(new DemoReport(999, ACCOUNT, OptionalDouble.empty(), 1).complete())
                .isFalse();
        assertThat(new DemoReport(1_001, ACCOUNT, OptionalDouble.empty(), 1).toText())
                .contains("NO: 1 events have no answer or one too many");
    }

    @Test
    void whatWasNotMeasuredIsNullInJson() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(Json.line(new DemoReport(0, new Accounting().account(), OptionalDouble.empty(), 0).toMap()));

        assertThat(json.get("p50LatencyMs").isNull()).isTrue();
        assertThat(json.get("secondsToFirstModel").isNull()).isTrue();
        assertThat(json.get("alertRate").asDouble()).isZero();
    }
}
