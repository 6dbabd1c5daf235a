package dev.riffle.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.SyntheticModel;
import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.replay.ReplayReport.LabelFigures;
import dev.riffle.detector.replay.Row.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrequentialEvaluationTest {
    private static final ModelBundle BUNDLE = SyntheticModel.train(1, 1);

    @Test
    void reportsHowWellLabelledAnomaliesWereFound() {
        List<Row> rows = new SyntheticStream(5, 0.01).rows(30_000);

        ReplayReport report = new PrequentialEvaluation().run(detector("1%"), rows.iterator());

        assertThat(report.events()).isEqualTo(30_000);
        assertThat(report.alertRate()).isBetween(0.008, 0.012);
        LabelFigures figures = report.figures().orElseThrow();
        assertThat(figures.labelled()).isEqualTo(30_000);
        assertThat(figures.auroc()).isGreaterThan(0.95);
        assertThat(figures.averagePrecision()).isGreaterThan(0.7);
        assertThat(figures.precision()).isGreaterThan(0.6);
        assertThat(figures.recall()).isGreaterThan(0.6);
    }

    @Test
    void givesTheSameReportForTheSameRows() {
        List<Row> rows = new SyntheticStream(6, 0.02).rows(3_000);

        assertThat(new PrequentialEvaluation().run(detector("1%"), rows.iterator()))
                .isEqualTo(new PrequentialEvaluation().run(detector("1%"), rows.iterator()));
    }

    @Test
    void judgesEveryRowBeforeItIsLearnedAndMergesAsToldTo() {
        List<Row> rows = new SyntheticStream(7, 0).rows(1_050);
        List<Long> versions = new ArrayList<>();

        new PrequentialEvaluation(100, 1_000)
                .run(
                        detector("1%"),
                        rows.iterator(),
                        (index, row, judgement, detector) -> {
                            assertThat(index).isEqualTo(versions.size());
                            versions.add(judgement.clusters().version());
                        },
                        (index, row, judgement) -> Optional.empty());

        assertThat(versions).hasSize(1_050);
        assertThat(versions.get(99)).isZero();
        assertThat(versions.get(100)).isEqualTo(1);
        assertThat(versions.get(1_049)).isEqualTo(10);
    }

    @Test
    void goesOnWithARetrainedModel() {
        List<Row> rows = new SyntheticStream(8, 0).rows(600);
        ModelBundle next = SyntheticModel.train(2, 2);
        StreamingDetector detector = detector("1%");
        List<Long> models = new ArrayList<>();

        new PrequentialEvaluation()
                .run(
                        detector,
                        rows.iterator(),
                        (index, row, judgement, current) ->
                                models.add(judgement.clusters().modelVersion()),
                        (index, row, judgement) -> index == 299 ? Optional.of(next) : Optional.empty());

        assertThat(models.subList(0, 300)).containsOnly(1L);
        assertThat(models.subList(300, 600)).containsOnly(2L);
        assertThat(detector.isEmpty()).isTrue();
        assertThat(detector.clusters().version()).isEqualTo(2);
    }

    @Test
    void withoutLabelsThereAreNoFigures() {
        List<Row> rows = new SyntheticStream(9, 0)
                .rows(50).stream()
                        .map(row -> new Row(row.features(), row.eventTimeMillis(), Label.UNKNOWN))
                        .toList();

        assertThat(new PrequentialEvaluation()
                        .run(detector("1%"), rows.iterator())
                        .figures())
                .isEmpty();
    }

    @Test
    void aMachineThatIsALittleOffAllTheTimeIsFoundWhereScoresAreSmoothedByMachine() {
        List<Row> rows = new ArrayList<>();
        SyntheticStream stream = new SyntheticStream(11, 0);
        for (int i = 0; i < 20_000; i++) {
            double[] row = stream.normal();
            boolean off = i % 100 == 7 && i >= 10_000;
            if (off) {
                row[0] += 0.8;
            }
            rows.add(new Row(
                    new FeatureVector(row), 1_000L * i, null, "m" + i % 100, off ? Label.ANOMALY : Label.NORMAL));
        }
        LabelFigures alone = figures(SyntheticModel.train(1, 1), rows);
        LabelFigures together = figures(smoothed("10m"), rows);

        assertThat(together.auroc()).isGreaterThan(alone.auroc() + 0.05).isGreaterThan(0.9);
        assertThat(together.recall()).isGreaterThan(2 * alone.recall()).isGreaterThan(0.3);
    }

    @Test
    void theBudgetHoldsWhereScoresAreSmoothed() {
        List<Row> rows = new SyntheticStream(12, 0)
                .rows(60_000).stream()
                        .map(row -> new Row(row.features(), row.eventTimeMillis(), null, "m", Label.UNKNOWN))
                        .toList();
        ReplayReport report = new PrequentialEvaluation()
                .run(new StreamingDetector(smoothed("10s"), AlertBudget.parse("1%")), rows.iterator());
        assertThat(report.alertRate()).isBetween(0.009, 0.011);
    }

    @Test
    void theBudgetHoldsForASlowSeriesWhoseScoresAreSmoothed() {
        // Every row is nearly the last one, so that surprises are anything but independent.
        SyntheticStream stream = new SyntheticStream(13, 0);
        double[] mean = new double[SyntheticStream.WIDTH];
        for (double[] row : new SyntheticStream(14, 0).normals(1_000)) {
            for (int f = 0; f < row.length; f++) {
                mean[f] += row[f] / 1_000;
            }
        }
        double[] slow = mean.clone();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            double[] next = stream.normal();
            for (int f = 0; f < slow.length; f++) {
                slow[f] += 0.02 * (mean[f] - slow[f]) + 0.2 * (next[f] - mean[f]);
            }
            rows.add(new Row(new FeatureVector(slow.clone()), 1_000L * i, null, "m", Label.UNKNOWN));
        }
        ReplayReport report = new PrequentialEvaluation()
                .run(new StreamingDetector(smoothed("30s"), AlertBudget.parse("1%")), rows.iterator());
        assertThat(report.rates().secondHalf()).isBetween(0.009, 0.0115);
    }

    private static ModelBundle smoothed(String halfLife) {
        Pipeline plain = SyntheticModel.numericPipeline(SyntheticStream.WIDTH);
        return SyntheticModel.train(
                1,
                Pipeline.parse(plain.yaml() + "smoothing: {halfLife: " + halfLife + "}\n", "test data"),
                new SyntheticStream(1, 0).normals(3_000),
                2,
                3,
                6);
    }

    private static LabelFigures figures(ModelBundle bundle, List<Row> rows) {
        return new PrequentialEvaluation()
                .run(new StreamingDetector(bundle, AlertBudget.parse("1%")), rows.iterator())
                .figures()
                .orElseThrow();
    }

    private static StreamingDetector detector(String budget) {
        return new StreamingDetector(BUNDLE, AlertBudget.parse(budget));
    }
}
