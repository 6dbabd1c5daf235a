package dev.riffle.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.anomaly.Explanation.Contribution;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.replay.RankingMetrics;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DetectorTest {
    private static final ModelBundle BUNDLE = SyntheticModel.train(1, 1);

    @Property(tries = 50)
    void scoringTwiceGivesTheSameBitsAndChangesNothing(@ForAll long seed) {
        Detector detector = Detector.of(BUNDLE);
        SyntheticStream stream = new SyntheticStream(seed, 0);
        FeatureVector event = new FeatureVector(stream.anomaly());
        ClusterState before = detector.clusters();

        Detection first = detector.score(event);
        detector.score(new FeatureVector(stream.normal()));
        Detection second = detector.score(event);

        assertThat(second).usingRecursiveComparison().isEqualTo(first);
        assertThat(detector.clusters()).isSameAs(before).isEqualTo(BUNDLE.clusters());
    }

    @Test
    void anomaliesRankAboveNormalEvents() {
        Detector detector = Detector.of(BUNDLE);
        SyntheticStream stream = new SyntheticStream(42, 0);
        double[] scores = new double[2_000];
        boolean[] labels = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            labels[i] = i % 20 == 0;
            scores[i] = detector.score(new FeatureVector(labels[i] ? stream.anomaly() : stream.normal()))
                    .surprise();
        }

        assertThat(RankingMetrics.auroc(scores, labels)).isGreaterThan(0.95);
        assertThat(RankingMetrics.averagePrecision(scores, labels)).isGreaterThan(0.8);
    }

    @Test
    void surprisesOfNormalEventsAreTailProbabilities() {
        Detector detector = Detector.of(BUNDLE);
        SyntheticStream stream = new SyntheticStream(43, 0);
        int events = 20_000;
        int unusual = 0;
        for (int i = 0; i < events; i++) {
            unusual += detector.score(new FeatureVector(stream.normal())).tailProbability() <= 0.1 ? 1 : 0;
        }

        assertThat((double) unusual / events).isCloseTo(0.1, within(0.03));
    }

    @Test
    void namesTheNearestCluster() {
        Detector detector = Detector.of(BUNDLE);
        Detection detection = detector.score(new FeatureVector(new SyntheticStream(3, 0).normal()));

        float[] centres = BUNDLE.clusters().latent().centres();
        double x = detection.position()[0] - centres[2 * detection.clusterIndex()];
        double y = detection.position()[1] - centres[2 * detection.clusterIndex() + 1];
        assertThat(detection.distance()).isCloseTo(Math.hypot(x, y), within(1e-4));
        assertThat(detection.clusterId()).isEqualTo(detection.clusterIndex());
    }

    @Test
    void explainsWhatItSawInTheColumnsOwnUnits() {
        Detector detector = Detector.of(BUNDLE);
        double[] row = new SyntheticStream(4, 0).normal();
        double usual = row[3];
        row[3] = usual + 20;
        row[5] = Double.NaN;
        FeatureVector event = new FeatureVector(row);

        Explanation explanation = detector.explain(event, detector.score(event));

        Contribution largest = explanation.top(1).get(0);
        assertThat(largest.feature()).isEqualTo("x3");
        assertThat(largest.observed()).isEqualTo(usual + 20);
        assertThat(largest.expected()).isCloseTo(usual, within(15.0)).isLessThan(usual + 20);
        assertThat(explanation.contributions()).hasSize(SyntheticStream.WIDTH);
        assertThat(explanation.contributions().stream()
                        .mapToDouble(Contribution::share)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(explanation.contributions())
                .filteredOn(c -> c.feature().equals("x5"))
                .singleElement()
                .satisfies(c -> assertThat(c.observed()).isNaN());
    }

    @Test
    void takesTransformedColumnsBackToTheirFieldsUnit() {
        StringBuilder yaml = new StringBuilder("name: logs\nfeatures:\n");
        for (int f = 0; f < SyntheticStream.WIDTH; f++) {
            yaml.append("  - {name: x" + f + ", type: number, field: x" + f + ", transform: log1p}\n");
        }
        List<double[]> logs = new SyntheticStream(1, 0).normals(1_000);
        logs.forEach(row -> Arrays.setAll(row, f -> Math.log1p(row[f])));
        Detector detector =
                Detector.of(SyntheticModel.train(1, Pipeline.parse(yaml.toString(), "test"), logs, 2, 3, 6));
        FeatureVector event = new FeatureVector(logs.get(0));

        Explanation explanation = detector.explain(event, detector.score(event));

        assertThat(explanation.contributions())
                .filteredOn(c -> c.feature().equals("x0"))
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.observed()).isCloseTo(Math.expm1(logs.get(0)[0]), within(1e-6));
                    assertThat(c.expected()).isCloseTo(c.observed(), within(5.0));
                });
    }

    @Test
    void scoresEventsWithMissingValues() {
        double[] row = new double[SyntheticStream.WIDTH];
        Arrays.fill(row, Double.NaN);

        assertThat(Detector.of(BUNDLE).score(new FeatureVector(row)).surprise()).isFinite();
    }

    /** Wherever it is missing, and whatever the other columns say. */
    @Test
    void aMissingValueSurprisesNoMoreThanTheValueItself() {
        Detector detector = Detector.of(BUNDLE);
        SyntheticStream stream = new SyntheticStream(21, 0);
        double whole = 0;
        double poorer = 0;
        for (int i = 0; i < 600; i++) {
            double[] row = stream.normal();
            whole += detector.score(new FeatureVector(row)).surprise();
            int missing = i % SyntheticStream.WIDTH;
            row[missing] = Double.NaN;
            Detection detection = detector.score(new FeatureVector(row));
            poorer += detection.surprise();
            assertThat(detection.residual()[missing]).isZero();
        }
        assertThat(poorer).isLessThan(whole);
    }

    @Test
    void refusesAVectorOfAnotherWidthOrWithAnInfiniteValue() {
        Detector detector = Detector.of(BUNDLE);

        assertThatThrownBy(() -> detector.score(new FeatureVector(new double[2])))
                .hasMessage("feature vector has 2 values, the model expects 6");
        assertThatThrownBy(
                        () -> detector.score(new FeatureVector(new double[] {0, Double.NEGATIVE_INFINITY, 0, 0, 0, 0})))
                .hasMessageContaining("feature x1 is -Infinity");
    }

    @Test
    void refusesCentroidsOfAnotherModelOrShape() {
        Detector detector = Detector.of(BUNDLE);
        ClusterState own = BUNDLE.clusters();

        assertThatThrownBy(() -> detector.adopt(new ClusterState(2, 1, own.latent(), own.density())))
                .hasMessageContaining("model version 2");
        assertThatThrownBy(() -> detector.adopt(new ClusterState(1, 1, own.density(), own.density())))
                .hasMessageContaining("expected the shape");
    }

    @Test
    void aCopyOfADetectionOutlivesTheNextEvent() {
        Detector detector = Detector.of(BUNDLE);
        SyntheticStream stream = new SyntheticStream(9, 0);
        FeatureVector first = new FeatureVector(stream.normal());
        Detection used = detector.room();
        detector.score(first, used);

        Detection copy = used.copy();
        detector.score(new FeatureVector(stream.anomaly()), used);

        assertThat(copy).usingRecursiveComparison().isEqualTo(detector.score(first));
    }

    @Test
    void aDetectionUsedAgainHoldsWhatAFreshOneWould() {
        Detector detector = Detector.of(BUNDLE);
        SyntheticStream stream = new SyntheticStream(9, 0);
        Detection used = detector.room();
        for (int i = 0; i < 50; i++) {
            double[] row = i % 3 == 0 ? stream.anomaly() : stream.normal();
            if (i % 5 == 0) {
                row[1] = Double.NaN;
            }
            FeatureVector event = new FeatureVector(row);

            detector.score(event, used);

            assertThat(used).usingRecursiveComparison().isEqualTo(detector.score(event));
        }
    }

    @Test
    void aDetectionOfAnotherModelIsNoRoom() {
        Detector detector = Detector.of(BUNDLE);
        Detection other = new Detection(3, 0, 2);

        assertThatThrownBy(() -> detector.score(new FeatureVector(new SyntheticStream(3, 0).normal()), other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a detection of 3 columns");
    }
}
