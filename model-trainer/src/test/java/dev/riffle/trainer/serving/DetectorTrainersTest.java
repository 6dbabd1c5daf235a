package dev.riffle.trainer.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.Judgement;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.OnlineKMeans;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.trainer.evaluation.ClusteringMetrics;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingConfig;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingFailedException;
import dev.riffle.trainer.training.TrainingRows;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every algorithm makes a detector that serves its clusters. */
class DetectorTrainersTest {
    private static final int WIDTH = 6;
    private static final int GROUPS = 3;
    private static final int ROWS = 600;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Pipeline PIPELINE = Pipeline.ofNumericColumns(
            "blobs", IntStream.range(0, WIDTH).mapToObj(f -> "x" + f).toList());

    private static final Map<String, Class<? extends ClusterModel>> KINDS = Map.of(
            "damic", ClusterModel.AutoencoderMixture.class,
            "k-dae", ClusterModel.AutoencoderMixture.class,
            "k-dae-soft", ClusterModel.AutoencoderMixture.class,
            "ae-dbscan", ClusterModel.CorePoints.class,
            "ae-optics", ClusterModel.CorePoints.class,
            "ae-optics-radius", ClusterModel.CorePoints.class,
            "manifold", ClusterModel.CorePoints.class);

    /** Those whose own last word is another than what a detector goes by: a gate, or density instead of nearness. */
    private static final Set<String> SERVED_BY_ANOTHER_RULE =
            Set.of("damic", "ae-dbscan", "ae-optics", "ae-optics-radius", "manifold");

    /** Finds no groups where errors are small, as those of few standardised columns are: its own Javadoc says why. */
    private static final String FADES = "k-dae-soft";

    static Stream<String> algorithms() {
        return DetectorTrainers.algorithms().stream();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void everyAlgorithmsDetectorFindsTheGroupsAndGoesOnLearning(String algorithm) throws Exception {
        ModelBundle trained = train(algorithm, blobs(1, ROWS), Optional.empty());
        ModelBundle bundle = BundleFormat.decode(BundleFormat.encode(trained));
        StreamingDetector detector = new StreamingDetector(bundle, AlertBudget.parse("1%"));

        assertThat(bundle.provenance().algorithm()).isEqualTo(algorithm);
        assertThat(bundle.clusterModel())
                .isInstanceOf(KINDS.getOrDefault(algorithm, ClusterModel.EncodedCentroids.class));
        if (!algorithm.equals("autoencoder-kmeans")) {
            assertThat(bundle.provenance().holdoutFigures().get(AlgorithmsClusters.SERVED_AS_FITTED))
                    .isGreaterThan(SERVED_BY_ANOTHER_RULE.contains(algorithm) ? 0.7 : 0.99);
        }

        double[][] events = blobs(2, 900);
        int[] groups = new int[events.length];
        int[] clusters = new int[events.length];
        for (int i = 0; i < events.length; i++) {
            Judgement judgement = detector.judge(new FeatureVector(events[i]));
            detector.learn(judgement, i);
            groups[i] = i % GROUPS;
            clusters[i] = judgement.detection().clusterIndex();
            assertThat(judgement.detection().distance()).isNotNegative();
        }
        double agreement = ClusteringMetrics.of(groups, clusters).homogeneity();
        if (!algorithm.equals(FADES)) {
            assertThat(agreement).isGreaterThan(0.9);
        }
        ClusterState merged = new OnlineKMeans(1_000).merge(detector.clusters(), List.of(detector.drain()), 1);
        detector.adopt(merged);
        assertThat(Arrays.stream(merged.latent().lastSeen()).max().orElseThrow())
                .isPositive();

        assertThat(detector.judge(new FeatureVector(far())).detection().score()).isGreaterThan(0.99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ae-kmeans", "k-dae", "ae-dbscan"})
    void theSameRowsAndSeedGiveTheSameBundleByteByByte(String algorithm) {
        double[][] rows = blobs(3, 300);

        assertThat(BundleFormat.encode(train(algorithm, rows, Optional.empty())))
                .isEqualTo(BundleFormat.encode(train(algorithm, rows, Optional.empty())));
    }

    @Test
    void clusterIdsOutliveAChangeOfAlgorithm() {
        ModelBundle parent = train("kmeans", blobs(4, ROWS), Optional.empty());
        ModelBundle child = train("k-dae", blobs(5, ROWS), Optional.of(parent));

        assertThat(child.clusters().latent().ids())
                .containsExactlyInAnyOrder(parent.clusters().latent().ids());
        StreamingDetector before = new StreamingDetector(parent, AlertBudget.parse("1%"));
        StreamingDetector after = new StreamingDetector(child, AlertBudget.parse("1%"));
        for (double[] row : blobs(6, 90)) {
            FeatureVector event = new FeatureVector(row);
            assertThat(after.judge(event).detection().clusterId())
                    .isEqualTo(before.judge(event).detection().clusterId());
        }
    }

    /** With a radius that suits the rows learned from, which the encoder draws together, it is one in twelve. */
    @Test
    void newEventsOfTheKindThatWasLearnedAreHardlyEverNoise() {
        ModelBundle bundle = train("ae-dbscan", blobs(8, ROWS), Optional.empty());
        StreamingDetector detector = new StreamingDetector(bundle, AlertBudget.parse("1%"));

        double[][] events = blobs(9, 900);
        long noise = Arrays.stream(events)
                .filter(event ->
                        detector.judge(new FeatureVector(event)).detection().noise())
                .count();

        assertThat(noise / (double) events.length).isLessThan(0.05);
    }

    @Test
    void rowsThatAreAllEqualHaveNoExtentForCorePoints() {
        double[][] equal = new double[200][WIDTH];

        assertThatThrownBy(() -> train("ae-dbscan", equal, Optional.empty()))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("There is no cluster of any extent");
    }

    @Test
    void refusesAnUnknownAlgorithmAndSuggestsTheOneThatWasMeant() {
        TrainingConfig config =
                TrainingConfig.DEFAULTS.toBuilder().set("algorithm", "k-da").build();

        assertThatThrownBy(() -> DetectorTrainers.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Training setting algorithm is 'k-da'; expected one of autoencoder-kmeans, kmeans,")
                .hasMessageEndingWith("Did you mean 'k-dae'?");
    }

    private static ModelBundle train(String algorithm, double[][] rows, Optional<ModelBundle> parent) {
        TrainingConfig config = TrainingConfig.DEFAULTS.toBuilder()
                .set("algorithm", algorithm)
                .set("latentClusters", Integer.toString(GROUPS))
                .build();
        TrainingContext context =
                new TrainingContext(parent.isPresent() ? 2 : 1, PIPELINE, parent, "test", CLOCK, Progress.NONE);
        return DetectorTrainers.of(config).train(TrainingRows.of(List.of(rows), WIDTH), context);
    }

    /** Groups around three corners, one row each in turn. */
    private static double[][] blobs(long seed, int count) {
        Random random = new Random(seed);
        double[][] rows = new double[count][WIDTH];
        for (int i = 0; i < count; i++) {
            for (int f = 0; f < WIDTH; f++) {
                rows[i][f] = (f % GROUPS == i % GROUPS ? 8 : 0) + random.nextGaussian();
            }
        }
        return rows;
    }

    private static double[] far() {
        double[] row = new double[WIDTH];
        Arrays.setAll(row, f -> f % 2 == 0 ? 60 : -60);
        return row;
    }
}
