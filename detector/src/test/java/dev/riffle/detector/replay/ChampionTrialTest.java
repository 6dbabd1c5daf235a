package dev.riffle.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.SyntheticModel;
import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.replay.Row.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChampionTrialTest {
    private static final Pipeline PIPELINE = SyntheticModel.numericPipeline(SyntheticStream.WIDTH);
    private static final ModelBundle CHAMPION = trained(1, row -> row);

    private final ChampionTrial trial = new ChampionTrial(new AlertBudget.ShareOfEvents(0.01));
    private final List<Row> events = new SyntheticStream(99, 0.01).rows(2_000);

    @Test
    void aChallengerAsGoodAsTheChampionIsPromoted() {
        TrialOutcome outcome = hold(trained(2, row -> row));

        assertThat(outcome.reasons()).isEmpty();
        assertThat(outcome.figures())
                .containsKeys("trial.reconstruction", "trial.champion.reconstruction", "trial.continuity");
        assertThat(outcome.challenger().rareShare()).isLessThan(0.05);
    }

    @Test
    void aChallengerTrainedOnShuffledColumnsIsRefused() {
        TrialOutcome outcome = hold(trained(2, row -> new double[] {row[3], row[0], row[5], row[1], row[2], row[4]}));

        assertThat(outcome.promotes()).isFalse();
        assertThat(outcome.reasons()).anyMatch(reason -> reason.contains("log likelihood per column"));
    }

    @Test
    void aChallengerTrainedOnAnomaliesOnlyIsRefused() {
        SyntheticStream stream = new SyntheticStream(2, 0);
        List<double[]> anomalies = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            double[] row = stream.normal();
            row[1] += 12;
            row[4] -= 12;
            anomalies.add(row);
        }
        TrialOutcome outcome = hold(SyntheticModel.train(2, PIPELINE, anomalies, 2, 3, 6));

        assertThat(outcome.reasons()).anyMatch(reason -> reason.contains("look rare to it"));
    }

    @Test
    void aChallengerThatReproducesEventsWorseIsRefused() {
        ModelBundle narrow = SyntheticModel.train(2, PIPELINE, new SyntheticStream(2, 0).normals(3_000), 1, 3, 6);

        assertThat(hold(narrow).reasons()).anyMatch(reason -> reason.contains("variance unexplained"));
    }

    @Test
    void aChallengerThatKnowsADriftedStreamTakesThePlaceOfAChampionThatDoesNot() {
        UnaryOperator<double[]> drift = row -> {
            row[0] += 9;
            row[5] -= 9;
            return row;
        };
        List<Row> drifted = new ArrayList<>();
        SyntheticStream stream = new SyntheticStream(98, 0);
        for (int i = 0; i < 2_000; i++) {
            drifted.add(new Row(new FeatureVector(drift.apply(stream.normal())), i, Label.UNKNOWN));
        }

        TrialOutcome outcome = trial.hold(Optional.of(CHAMPION), trained(2, drift), drifted, List.of());

        assertThat(outcome.reasons()).isEmpty();
        assertThat(outcome.champion().orElseThrow().rareShare()).isGreaterThan(0.3);
        assertThat(trial.hold(Optional.of(trained(2, drift)), CHAMPION, drifted, List.of())
                        .promotes())
                .as("and not the other way round")
                .isFalse();
    }

    @Test
    void aChallengerThatRanksWhatAnalystsFoundWorseIsRefused() {
        List<Row> verdicts = new ArrayList<>();
        SyntheticStream stream = new SyntheticStream(97, 0);
        for (int i = 0; i < 20; i++) {
            double[] odd = stream.normal();
            odd[2] += 7;
            verdicts.add(new Row(new FeatureVector(odd), i, Label.ANOMALY));
            verdicts.add(new Row(new FeatureVector(stream.normal()), i, Label.NORMAL));
        }
        // Column 2 is so noisy in what the challenger was trained on that nothing in it is odd.
        SyntheticStream noisy = new SyntheticStream(2, 0);
        java.util.Random random = new java.util.Random(1);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            double[] row = noisy.normal();
            row[2] += 8 * random.nextGaussian();
            rows.add(row);
        }
        TrialOutcome outcome =
                trial.hold(Optional.of(CHAMPION), SyntheticModel.train(2, PIPELINE, rows, 2, 3, 6), events, verdicts);

        assertThat(outcome.champion().orElseThrow().averagePrecision()).isGreaterThan(0.9);
        assertThat(outcome.reasons()).anyMatch(reason -> reason.contains("analysts' verdicts"));
    }

    @Test
    void whereMostEventsChangeTheirIdTheChallengerIsRefusedWhileTheChampionFits() {
        ModelBundle same = trained(2, row -> row);
        long[] others = {100, 101, 102};
        TrialOutcome outcome = hold(same.withClusterIds(others, List.of()));

        assertThat(outcome.continuity()).isZero();
        assertThat(outcome.reasons()).anyMatch(reason -> reason.contains("keep their cluster id"));
    }

    @Test
    void withoutAChampionOrWithOneOfAnotherPipelineOnlyTheChallengerIsLookedAt() {
        ModelBundle other = SyntheticModel.train(
                1, SyntheticModel.numericPipeline(7), widened(new SyntheticStream(3, 0).normals(500)), 2, 3, 6);

        assertThat(trial.hold(Optional.empty(), trained(2, row -> row), events, List.of())
                        .promotes())
                .isTrue();
        TrialOutcome outcome = trial.hold(Optional.of(other), trained(2, row -> row), events, List.of());
        assertThat(outcome.champion()).isEmpty();
        assertThat(outcome.promotes()).isTrue();
    }

    private TrialOutcome hold(ModelBundle challenger) {
        return trial.hold(Optional.of(CHAMPION), challenger, events, List.of());
    }

    /** With ids in the order of the champion's groups. */
    private static ModelBundle trained(long version, UnaryOperator<double[]> change) {
        List<double[]> rows = new ArrayList<>();
        for (double[] row : new SyntheticStream(1, 0).normals(3_000)) {
            rows.add(change.apply(row));
        }
        return SyntheticModel.train(version, PIPELINE, rows, 2, 3, 6);
    }

    private static List<double[]> widened(List<double[]> rows) {
        return rows.stream()
                .map(row -> {
                    double[] wide = java.util.Arrays.copyOf(row, row.length + 1);
                    wide[row.length] = row[0];
                    return wide;
                })
                .toList();
    }
}
