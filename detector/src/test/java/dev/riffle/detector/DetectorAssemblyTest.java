package dev.riffle.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.replay.PrequentialEvaluation;
import dev.riffle.detector.replay.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorAssemblyTest {
    @Test
    void aModelOfFewRowsOutweighsTheFirstEvents() {
        List<double[]> rows = new SyntheticStream(1, 0).normals(40);
        ModelBundle bundle =
                SyntheticModel.train(1, SyntheticModel.numericPipeline(SyntheticStream.WIDTH), rows, 2, 3, 6);
        StreamingDetector detector = new StreamingDetector(bundle, AlertBudget.parse("1%"));

        new PrequentialEvaluation(1, 10_000)
                .run(
                        detector,
                        new SyntheticStream(2, 0)
                                .normals(20).stream()
                                        .map(row -> new Row(new FeatureVector(row), 0, Row.Label.UNKNOWN))
                                        .iterator());

        Centroids before = bundle.clusters().density();
        Centroids after = detector.clusters().density();
        assertThat(before.totalMass()).isGreaterThanOrEqualTo(499.9);
        for (int i = 0; i < before.centres().length; i++) {
            assertThat((double) Math.abs(after.centres()[i] - before.centres()[i]))
                    .isLessThan(0.5);
        }
    }
}
