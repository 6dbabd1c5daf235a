package dev.riffle.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.riffle.benchmarks.quality.QualityRun.Alerts;
import dev.riffle.benchmarks.quality.QualityRun.Confusion;
import dev.riffle.benchmarks.quality.QualityRun.Ranking;
import dev.riffle.benchmarks.quality.QualitySet.Group;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QualityTablesTest {
    private static final String SCORE = ScoreRule.SCORE.title();

    @Test
    void putsTheMeanOverSeedsBesideThePeers() {
        String page = quality(run("pima", 0, 1, "default", 0.70), run("pima", 0, 2, "default", 0.72));

        assertThat(page).contains("Seeds: 1, 2.").contains("| pima | .710 / .500 | - | - | .658 / .486 |");
    }

    @Test
    void aLaterRunOfTheSameCellCounts() {
        assertThat(quality(run("pima", 0, 1, "default", 0.1), run("pima", 0, 1, "default", 0.7)))
                .contains("| pima | .700 / .500 |");
    }

    @Test
    void filesOfOneSetAreOneLineAndTheirVerdictsAreCountedTogether() {
        String page = quality(run("skab_valve1", 0, 1, "default", 0.8), run("skab_valve1", 1, 1, "default", 0.9));

        // 4 true, 2 false, 12 truly not, 2 missed.
        assertThat(page)
                .contains("| skab_valve1 | .850 / .500 |")
                .contains("F1 .667, false alarms 14.29 %, missed alarms 33.33 %.");
    }

    @Test
    void whatAFifthOfTheCellsIsWorthIsComparedOnTheSameSeeds() {
        String page = quality(
                run("pima", 0, 1, "default", 0.70),
                run("pima", 0, 2, "default", 0.90),
                run("pima", 0, 1, Variant.MISSING.name(), 0.68));

        assertThat(page).contains("| tables | .700 / .500 | .680 / .500 | .020 |");
    }

    @Test
    void theAblationNamesItsSeeds() {
        String page = new QualityTables(List.of(
                        run("pima", 0, 1, "default", 0.70),
                        run("pima", 0, 2, "default", 0.90),
                        run("pima", 0, 1, "nothing trimmed", 0.60)))
                .ablation()
                .toString();

        assertThat(page)
                .contains("| **default** | 1, 2 | .800 / .500 | .800 / .500 |")
                .contains("| **default**, these seeds | 1 | .700 / .500 | .700 / .500 |")
                .contains("| nothing trimmed | 1 | .600 / .500 | .600 / .500 |");
    }

    @Test
    void aRunIsReadAsItWasKept() throws Exception {
        QualityRun run = run("pima", 0, 1, "default", 0.7);
        ObjectMapper mapper = new ObjectMapper();

        assertThat(QualityRun.of(mapper.readTree(mapper.writeValueAsString(run.json()))))
                .isEqualTo(run);
    }

    private static String quality(QualityRun... runs) {
        return new QualityTables(List.of(runs)).quality().toString();
    }

    private static QualityRun run(String set, int part, long seed, String variant, double auroc) {
        Map<String, Alerts> budgets = new TreeMap<>();
        QualityMeasurement.BUDGETS.forEach(budget -> budgets.put(budget, new Alerts(0.001, Double.NaN, 0.5)));
        return new QualityRun(
                (set.startsWith("skab") ? Group.SKAB : Group.TABULAR).name(),
                set,
                part,
                seed,
                variant,
                10,
                Map.of(SCORE, new Ranking(auroc, 0.5)),
                budgets,
                new Confusion(2, 1, 6, 1),
                1,
                0.5);
    }
}
