package dev.riffle.console.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.detector.Trigger;
import dev.riffle.detector.replay.AlertRates;
import dev.riffle.detector.replay.ReplayReport.LabelFigures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BacktestReportTest {
    private static final AlertRates RATES = new AlertRates(0.012, new AlertRates.Spread(2, 9.5, 30));
    private static final LabelFigures FIGURES =
            new LabelFigures(900, 45, 0.98, 0.75, 0.5, 0.1, Map.of(Trigger.DENSITY, 0.96, Trigger.RECONSTRUCTION, 0.9));

    @Test
    void writesOneJsonObjectWithEveryFigure() throws IOException {
        JsonNode json = new ObjectMapper().readTree(report(Optional.of(FIGURES)).toJson());
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "rows",
                        "warmUp",
                        "scored",
                        "alerts",
                        "alertRate",
                        "alertRateSecondHalf",
                        "alertRatePerThousand",
                        "eventsPerSecond",
                        "eventsPerCpuSecond",
                        "anomalies",
                        "auroc",
                        "averagePrecision",
                        "precision",
                        "recall",
                        "aurocByTrigger",
                        "explainTop1",
                        "secondsTraining",
                        "secondsScoring",
                        "trainings",
                        "modelVersion",
                        "pipeline",
                        "features",
                        "seed");
        assertThat(json.get("alertRate").asDouble()).isEqualTo(0.01);
        assertThat(json.get("alertRateSecondHalf").asDouble()).isEqualTo(0.012);
        assertThat(json.get("alertRatePerThousand").toString()).isEqualTo("{\"min\":2.0,\"median\":9.5,\"max\":30.0}");
        assertThat(json.get("eventsPerSecond").asDouble()).isEqualTo(450);
        assertThat(json.get("eventsPerCpuSecond").asDouble()).isEqualTo(600);
        assertThat(json.get("auroc").asDouble()).isEqualTo(0.98);
        assertThat(json.get("aurocByTrigger").toString()).isEqualTo("{\"RECONSTRUCTION\":0.9,\"DENSITY\":0.96}");
        assertThat(json.get("explainTop1").asDouble()).isEqualTo(0.9);
    }

    @Test
    void leavesLabelFiguresOutWithoutLabels() {
        BacktestReport report = report(Optional.empty());
        assertThat(report.toJson()).doesNotContain("auroc", "recall");
        assertThat(report.toText()).doesNotContain("AUROC", "recall").contains("9 (1.000 % of the scored rows)");
    }

    @Test
    void marksFiguresThatAreNotDefined() throws IOException {
        BacktestReport report = report(Optional.of(
                new LabelFigures(900, 0, Double.NaN, Double.NaN, 0, Double.NaN, Map.of(Trigger.DENSITY, Double.NaN))));
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertThat(json.get("auroc").isNull()).isTrue();
        assertThat(report.toText()).containsPattern("AUROC +not defined");
    }

    private static BacktestReport report(Optional<LabelFigures> figures) {
        return new BacktestReport(
                "auto", 9, 1, 1000, 100, 900, 9, RATES, 1, 1, 3.5, 2.0, 1.5, figures, OptionalDouble.of(0.9));
    }
}
