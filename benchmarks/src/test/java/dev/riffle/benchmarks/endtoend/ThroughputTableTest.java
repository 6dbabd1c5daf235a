package dev.riffle.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThroughputTableTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> runs = new ArrayList<>();

    @Test
    void ratiosAreOfTheSameRoundAndOfTheNewestSession() throws Exception {
        add("2026-01-01", ThroughputTable.ECHO, 1, 1, 1);
        add("2026-01-01", ThroughputTable.FULL, 1, 100, 1);
        for (int round = 1; round <= 3; round++) {
            // The machine is slower every round; the job is at half the pass-through's speed throughout.
            add("2026-01-02", ThroughputTable.ECHO, round, 3_000 / round, 10);
            add("2026-01-02", ThroughputTable.FULL, round, 1_500 / round, 40);
        }
        JsonNode json = MAPPER.readTree(ThroughputTable.of(runs).toJson());
        assertThat(json.path("ratios").path("avro").asDouble()).isCloseTo(0.5, within(1e-3));
        assertThat(json.path("cpuRatios").path("avro").asDouble()).isEqualTo(0.25);
        assertThat(json.path("ratios").has("json")).isFalse();
    }

    @Test
    void theReportNamesEveryJobThatWasMeasured() {
        add("2026-01-02", ThroughputTable.ECHO, 1, 3_000, 10);
        add("2026-01-02", ThroughputTable.FULL, 1, 1_500, 40);
        assertThat(ThroughputTable.of(runs).report("What people say.").toString())
                .contains("## Avro, at-least-once", "| the scoring job | 1,500 (1,500 to 1,500) |", "0.50")
                .contains("What people say.")
                .doesNotContain("JSON, at-least-once");
    }

    private void add(String session, String contender, int round, double speed, double micros) {
        runs.add(MAPPER.valueToTree(Map.of(
                "session", session,
                "format", "avro",
                "delivery", "at-least-once",
                "contender", contender,
                "round", round,
                "eventsPerSecond", speed,
                "cpuMicros", micros)));
    }
}
