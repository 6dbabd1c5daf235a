package dev.riffle.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle.Clusters;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LearningStatistics;
import dev.riffle.detector.clustering.OnlineKMeans;
import dev.riffle.detector.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of cluster model as a stream meets it: judged, learned, merged, adopted, swapped. */
class ClusterServingTest {
    private static final Pipeline PIPELINE = SyntheticModel.numericPipeline(SyntheticStream.WIDTH);
    private static final AlertBudget BUDGET = AlertBudget.parse("1%");
    private static final Map<Clusters, ModelBundle> MODELS = new EnumMap<>(Clusters.class);

    private static ModelBundle model(Clusters kind) {
        return MODELS.computeIfAbsent(kind, missing -> SyntheticModel.train(1, PIPELINE, missing));
    }

    /** The stream's groups lie far apart, so every kind has to find them. */
    @ParameterizedTest
    @EnumSource
    void eventsOfOneGroupGoToOneCluster(Clusters kind) {
        Detector detector = Detector.of(model(kind));
        SyntheticStream stream = new SyntheticStream(5, 0);
        int[][] together = new int[3][3];
        for (int i = 0; i < 1_000; i++) {
            FeatureVector event = new FeatureVector(stream.normal());
            together[stream.group()][detector.score(event).clusterIndex()]++;
        }

        boolean[] taken = new boolean[3];
        for (int[] group : together) {
            int largest = 0;
            for (int j = 1; j < 3; j++) {
                largest = group[j] > group[largest] ? j : largest;
            }
            assertThat(taken[largest]).isFalse();
            taken[largest] = true;
            assertThat(group[largest])
                    .isGreaterThan((int) (0.95 * Arrays.stream(group).sum()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBundleThatWasWrittenAndReadJudgesAlike(Clusters kind) throws InvalidBundleException {
        ModelBundle read = BundleFormat.decode(BundleFormat.encode(model(kind)));
        Detector before = Detector.of(model(kind));
        Detector after = Detector.of(read);
        SyntheticStream stream = new SyntheticStream(6, 0);
        for (int i = 0; i < 200; i++) {
            FeatureVector event = new FeatureVector(i % 2 == 0 ? stream.normal() : stream.anomaly());
            assertThat(after.score(event)).usingRecursiveComparison().isEqualTo(before.score(event));
        }
    }

    @ParameterizedTest
    @EnumSource
    void statisticsFollowTheStreamWhereverTheyAreSummedUp(Clusters kind) {
        List<StreamingDetector> scorers =
                List.of(new StreamingDetector(model(kind), BUDGET), new StreamingDetector(model(kind), BUDGET));
        SyntheticStream stream = new SyntheticStream(7, 0);
        List<Judgement> learned = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            StreamingDetector scorer = scorers.get(i % 2);
            Judgement judgement = scorer.judge(new FeatureVector(stream.normal()));
            scorer.learn(judgement, 1_000 + i);
            learned.add(judgement);
        }
        List<LearningStatistics> statistics =
                scorers.stream().map(StreamingDetector::drain).toList();
        ClusterState before = model(kind).clusters();

        ClusterState after = new OnlineKMeans(Double.POSITIVE_INFINITY).merge(before, statistics, 1);
        scorers.forEach(scorer -> scorer.adopt(after));

        assertThat(after.latent().ids()).isEqualTo(before.latent().ids());
        double counted = statistics.stream()
                .mapToDouble(part -> Arrays.stream(part.latent().counts()).sum())
                .sum();
        assertThat(counted).isGreaterThan(1_500);
        assertThat(after.latent().totalMass()).isCloseTo(before.latent().totalMass() + counted, within(1e-6));
        for (int j = 0; j < 3; j++) {
            assertThat(after.latent().lastSeen()[j]).isBetween(2_900L, 2_999L);
        }
        FeatureVector event = new FeatureVector(stream.normal());
        assertThat(scorers.get(0).judge(event).detection())
                .usingRecursiveComparison()
                .isEqualTo(scorers.get(1).judge(event).detection());
        assertThat(scorers.get(0).clusters().version()).isEqualTo(1);
        assertThat(learned).hasSize(2_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTOENCODER_MIXTURE", "CORE_POINTS"})
    void aClusterWithoutAPositionKeepsMeanAndSpreadOfItsDistance(Clusters kind) {
        StreamingDetector detector = new StreamingDetector(model(kind), BUDGET);
        SyntheticStream stream = new SyntheticStream(8, 0);
        Centroids before = detector.clusters().latent();
        List<List<Double>> distances = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        while (distances.stream().anyMatch(List::isEmpty) || detector.pendingEvents() < 3_000) {
            Judgement judgement = detector.judge(new FeatureVector(stream.normal()));
            detector.learn(judgement, 0);
            if (!judgement.detection().noise()) {
                distances
                        .get(judgement.detection().clusterIndex())
                        .add(judgement.detection().distance());
            }
        }
        ClusterState merged = new OnlineKMeans(50).merge(detector.clusters(), List.of(detector.drain()), 1);

        for (int j = 0; j < 3; j++) {
            double mean =
                    distances.get(j).stream().mapToDouble(d -> d).average().orElseThrow();
            // What the poison guards held back is missing, so the mean lies a little below that of all.
            assertThat((double) merged.latent().centres()[j]).isBetween(0.7 * mean, 1.02 * mean);
            assertThat((double) merged.latent().variances()[j]).isPositive().isLessThan(mean * mean);
        }
        assertThat(before.dimension()).isEqualTo(1);
    }

    /** Where mixtures and core points decide, moved statistics must not change who wins. */
    @ParameterizedTest
    @EnumSource(names = {"AUTOENCODER_MIXTURE", "CORE_POINTS"})
    void movedStatisticsChangeNoAssignmentWithoutCentroids(Clusters kind) {
        Detector detector = Detector.of(model(kind));
        Detector moved = Detector.of(model(kind));
        ClusterState state = moved.clusters();
        Centroids elsewhere = Centroids.fresh(1, new double[] {1, 2, 3}, new float[] {9, 0, 4}, new float[] {1, 1, 1});
        moved.adopt(new ClusterState(1, 1, elsewhere, state.density(), state.histograms()));

        for (double[] row : new SyntheticStream(9, 0).normals(300)) {
            FeatureVector event = new FeatureVector(row);
            assertThat(moved.score(event).clusterIndex())
                    .isEqualTo(detector.score(event).clusterIndex());
            assertThat(moved.score(event).distance())
                    .isEqualTo(detector.score(event).distance());
        }
    }

    @Test
    void centroidsOfAnEncoderMoveWithTheStream() {
        StreamingDetector detector = new StreamingDetector(model(Clusters.ENCODED_CENTROIDS), BUDGET);
        SyntheticStream stream = new SyntheticStream(10, 0);
        float[] before = detector.clusters().latent().centres();
        for (int i = 0; i < 5_000; i++) {
            double[] row = stream.normal();
            row[0] += Math.min(1, i / 2_000.0);
            detector.learn(detector.judge(new FeatureVector(row)), i);
            if (i % 200 == 199) {
                detector.adopt(new OnlineKMeans(1_000)
                        .merge(
                                detector.clusters(),
                                List.of(detector.drain()),
                                detector.clusters().version() + 1));
            }
        }
        float[] after = detector.clusters().latent().centres();

        double shift = 0;
        for (int i = 0; i < before.length; i++) {
            shift += Math.abs(after[i] - before[i]);
        }
        assertThat(shift).isGreaterThan(0.3);
    }

    @Test
    void noiseIsAboutAsFrequentAsTheRadiusSaysAndTeachesNoCluster() {
        StreamingDetector detector = new StreamingDetector(model(Clusters.CORE_POINTS), BUDGET);
        double radius = ((CorePoints) model(Clusters.CORE_POINTS).clusterModel()).radius();
        SyntheticStream stream = new SyntheticStream(11, 0);
        int noise = 0;
        for (int i = 0; i < 5_000; i++) {
            Judgement judgement = detector.judge(new FeatureVector(stream.normal()));
            assertThat(judgement.detection().noise())
                    .isEqualTo(judgement.detection().distance() > radius);
            if (judgement.detection().noise()) {
                noise++;
                assertThat(detector.isEmpty()).isTrue();
                detector.learn(judgement, i);
                assertThat(detector.drain().latent().counts()).containsOnly(0);
            }
        }

        assertThat(noise / 5_000.0).isCloseTo(SyntheticClusters.NOISE, within(0.015));
    }

    /**
     * A place between the groups, on the plane that the autoencoder reconstructs without fault, as far from the
     * mixture's components as from the core points.
     */
    @Test
    void anEventFarFromEveryCorePointIsAnAnomalyOfDensity() {
        StreamingDetector detector = new StreamingDetector(model(Clusters.CORE_POINTS), BUDGET);
        double[] row = new double[SyntheticStream.WIDTH];
        double[] a = {1, 0.5, -1, 2, 0.3, -0.7};
        double[] b = {0.4, -1, 0.8, 0.5, 1.5, 1};
        for (int f = 0; f < row.length; f++) {
            row[f] = 100 + 10 * f + 14 * a[f] + 12 * b[f];
        }

        Judgement judgement = detector.judge(new FeatureVector(row));

        assertThat(judgement.detection().noise()).isTrue();
        assertThat(judgement.verdict()).isEqualTo(Verdict.ANOMALY);
        assertThat(judgement.triggers()).contains(Trigger.DENSITY);
        assertThat(judgement.detection().densitySurprise())
                .isGreaterThanOrEqualTo(model(Clusters.CORE_POINTS)
                        .scores()
                        .coreDistance()
                        .orElseThrow()
                        .surprise(judgement.detection().distance()));
    }

    @Test
    void oneKindIsSwappedForAnotherWhileTheStreamGoesOn() {
        SyntheticStream stream = new SyntheticStream(12, 0);
        StreamingDetector detector = new StreamingDetector(model(Clusters.LATENT_CENTROIDS), BUDGET);
        long version = 1;
        for (Clusters kind : Clusters.values()) {
            for (int i = 0; i < 100; i++) {
                detector.learn(detector.judge(new FeatureVector(stream.normal())), i);
            }
            detector.swap(SyntheticModel.train(++version, PIPELINE, kind));
            Judgement judgement = detector.judge(new FeatureVector(stream.normal()));
            detector.learn(judgement, 1);
            assertThat(detector.drain().modelVersion()).isEqualTo(version);
            assertThat(judgement.detection().surprise()).isFinite();
        }
    }
}
