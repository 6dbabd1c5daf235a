package dev.riffle.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LearningStatistics;
import dev.riffle.detector.clustering.OnlineKMeans;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamingDetectorTest {
    private static final ModelBundle BUNDLE = SyntheticModel.train(1, 1);
    private static final AlertBudget BUDGET = AlertBudget.parse("1%");

    @Test
    void judgingChangesNothing() {
        StreamingDetector detector = new StreamingDetector(BUNDLE, BUDGET);
        FeatureVector event = new FeatureVector(new SyntheticStream(1, 0).anomaly());

        Judgement first = detector.judge(event);
        for (int i = 0; i < 1_000; i++) {
            detector.judge(event);
        }

        assertThat(detector.judge(event)).usingRecursiveComparison().isEqualTo(first);
        assertThat(detector.isEmpty()).isTrue();
    }

    @Test
    void aRepeatedAttackDoesNotMoveTheCentroids() {
        StreamingDetector detector = new StreamingDetector(BUNDLE, BUDGET);
        SyntheticStream stream = new SyntheticStream(9, 0);
        double[] attack = stream.normal();
        attack[2] += 25;
        FeatureVector event = new FeatureVector(attack);
        double surpriseBefore = detector.judge(event).detection().surprise();

        for (int i = 0; i < 5_000; i++) {
            boolean attacked = i % 15 == 0;
            Judgement judgement = detector.judge(attacked ? event : new FeatureVector(stream.normal()));
            detector.learn(judgement, i);
            if (i % 200 == 199) {
                merge(detector);
            }
        }

        assertThat(detector.judge(event).detection().surprise()).isCloseTo(surpriseBefore, within(0.7));
        Centroids before = BUNDLE.clusters().density();
        Centroids after = detector.clusters().density();
        for (int i = 0; i < before.centres().length; i++) {
            assertThat(after.centres()[i]).isCloseTo(before.centres()[i], within(0.25f));
        }
    }

    @Test
    void followsAStreamThatDriftsSlowly() {
        StreamingDetector detector = new StreamingDetector(BUNDLE, BUDGET);
        SyntheticStream stream = new SyntheticStream(10, 0);

        for (int i = 0; i < 40_000; i++) {
            double[] drifted = stream.normal();
            for (int f = 0; f < drifted.length; f++) {
                drifted[f] += 1.5 * Math.min(1, i / 20_000.0);
            }
            detector.learn(detector.judge(new FeatureVector(drifted)), i);
            if (i % 200 == 199) {
                merge(detector);
            }
        }
        Detector unlearned = Detector.of(BUNDLE);
        double adapted = 0;
        double frozen = 0;
        for (int i = 0; i < 500; i++) {
            double[] row = stream.normal();
            for (int f = 0; f < row.length; f++) {
                row[f] += 1.5;
            }
            adapted += detector.judge(new FeatureVector(row)).detection().sparseness();
            frozen += unlearned.score(new FeatureVector(row)).sparseness();
        }

        assertThat(adapted).isLessThan(0.9 * frozen);
        assertThat(detector.clusters().version()).isEqualTo(200);
    }

    @Test
    void statisticsCountEveryEventAndNameTheirCentroids() {
        StreamingDetector detector = new StreamingDetector(BUNDLE, BUDGET);
        SyntheticStream stream = new SyntheticStream(11, 0);
        for (int i = 0; i < 100; i++) {
            detector.learn(detector.judge(new FeatureVector(stream.normal())), i);
        }

        LearningStatistics statistics = detector.drain();

        assertThat(statistics.modelVersion()).isEqualTo(1);
        assertThat(statistics.clustersVersion()).isZero();
        assertThat(statistics.events()).isEqualTo(100);
        assertThat(statistics.learned()).isBetween(70L, 100L);
        assertThat(detector.isEmpty()).isTrue();
        assertThat(detector.drain().events()).isZero();
    }

    @Test
    void aSwappedInModelStartsFromItsOwnCalibrationAndPassesOverOldJudgements() {
        StreamingDetector detector = new StreamingDetector(BUNDLE, BUDGET);
        double start = detector.threshold();
        SyntheticStream stream = new SyntheticStream(12, 0.3);
        stream.rows(5_000).forEach(row -> detector.learn(detector.judge(row.features()), row.eventTimeMillis()));
        Judgement old = detector.judge(new FeatureVector(stream.normal()));
        assertThat(detector.threshold()).isGreaterThan(start);

        detector.swap(SyntheticModel.train(2, 2));
        detector.learn(old, 0);

        // The account carries over: an alert more or less than were due so far is worth a third.
        assertThat(detector.threshold()).as("but for the account").isCloseTo(start, within(1.0));
        assertThat(detector.bundle().modelVersion()).isEqualTo(2);
        assertThat(detector.isEmpty()).isTrue();
    }

    @Test
    void aRestoredThresholdJudgesAlike() {
        StreamingDetector original = new StreamingDetector(BUNDLE, BUDGET);
        SyntheticStream stream = new SyntheticStream(13, 0.05);
        stream.rows(10_000).forEach(row -> original.learn(original.judge(row.features()), row.eventTimeMillis()));
        StreamingDetector restored = new StreamingDetector(BUNDLE, BUDGET);

        assertThat(restored.restore(original.snapshot())).isTrue();

        assertThat(restored.threshold()).isCloseTo(original.threshold(), within(0.05));
    }

    private static void merge(StreamingDetector detector) {
        ClusterState current = detector.clusters();
        detector.adopt(new OnlineKMeans(OnlineKMeans.DEFAULT_HALF_LIFE)
                .merge(current, List.of(detector.drain()), current.version() + 1));
    }
}
