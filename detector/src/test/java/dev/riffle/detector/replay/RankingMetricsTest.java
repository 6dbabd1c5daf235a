package dev.riffle.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
    @Test
    void agreesWithValuesByHand() {
        double[] scores = {0.1, 0.4, 0.35, 0.8};
        boolean[] labels = {false, false, true, true};

        assertThat(RankingMetrics.auroc(scores, labels)).isCloseTo(0.75, within(1e-15));
        assertThat(RankingMetrics.averagePrecision(scores, labels)).isCloseTo(1 * 0.5 + 0.5 * 2 / 3, within(1e-15));
    }

    @Test
    void tiesCountHalfForAurocAndAreOneThresholdForAveragePrecision() {
        double[] scores = {1, 1, 1, 1};
        boolean[] labels = {true, false, false, false};

        assertThat(RankingMetrics.auroc(scores, labels)).isEqualTo(0.5);
        assertThat(RankingMetrics.averagePrecision(scores, labels)).isEqualTo(0.25);
    }

    @Test
    void perfectRankingIsOneAndOneClassAloneIsUndefined() {
        assertThat(RankingMetrics.auroc(new double[] {1, 2}, new boolean[] {false, true}))
                .isEqualTo(1);
        assertThat(RankingMetrics.averagePrecision(new double[] {1, 2}, new boolean[] {false, true}))
                .isEqualTo(1);
        assertThat(RankingMetrics.auroc(new double[] {1, 2}, new boolean[2])).isNaN();
        assertThat(RankingMetrics.averagePrecision(new double[] {1, 2}, new boolean[2]))
                .isNaN();
    }

    @Property(tries = 200)
    void agreesWithTheDefinitions(@ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int count) {
        Random random = new Random(seed);
        double[] scores = new double[count];
        boolean[] labels = new boolean[count];
        for (int i = 0; i < count; i++) {
            scores[i] = random.nextInt(12) - 6.0;
            labels[i] = i == 0 || (i > 1 && random.nextBoolean());
        }

        assertThat(RankingMetrics.auroc(scores, labels)).isCloseTo(pairwiseAuroc(scores, labels), within(1e-12));
        assertThat(RankingMetrics.averagePrecision(scores, labels))
                .isCloseTo(thresholdByThreshold(scores, labels), within(1e-12));
    }

    private static double pairwiseAuroc(double[] scores, boolean[] labels) {
        double wins = 0;
        int pairs = 0;
        for (int p = 0; p < scores.length; p++) {
            for (int n = 0; n < scores.length; n++) {
                if (labels[p] && !labels[n]) {
                    pairs++;
                    wins += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    /** The sum over positives of the precision at their score equals the sum over thresholds. */
    private static double thresholdByThreshold(double[] scores, boolean[] labels) {
        double sum = 0;
        int positives = 0;
        for (int p = 0; p < scores.length; p++) {
            if (!labels[p]) {
                continue;
            }
            positives++;
            int atLeast = 0;
            int positivesAtLeast = 0;
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] >= scores[p]) {
                    atLeast++;
                    positivesAtLeast += labels[i] ? 1 : 0;
                }
            }
            sum += (double) positivesAtLeast / atLeast;
        }
        return sum / positives;
    }
}
