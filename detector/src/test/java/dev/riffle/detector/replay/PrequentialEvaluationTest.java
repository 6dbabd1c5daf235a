package dev.riffle.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.SyntheticModel;
import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
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

    private static StreamingDetector detector(String budget) {
        return new StreamingDetector(BUNDLE, AlertBudget.parse(budget));
    }
}
