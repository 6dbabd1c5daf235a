package dev.riffle.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.LineageEntry;
import dev.riffle.detector.pipeline.Pipeline;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoencoderTrainerTest {
    private static final int WIDTH = 8;
    private static final Pipeline PIPELINE = pipeline(WIDTH);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final AutoencoderTrainer trainer = new AutoencoderTrainer(with("epochs", "10"));

    @Test
    void theDetectorTellsAnomaliesFromNormalEvents() {
        SeededRows seeded = new SeededRows(1);
        float[][] training = seeded.normal(1500, WIDTH);
        ModelBundle bundle = trainer.train(rows(training), TrainingContext.first(PIPELINE, CLOCK));

        double auroc = SeededRows.auroc(
                surprises(bundle, seeded.normal(500, WIDTH)), surprises(bundle, seeded.anomalies(50, WIDTH)));

        assertThat(auroc).isGreaterThan(0.99);
    }

    @Test
    void theSameRowsAndSeedGiveTheSameBundleByteByByte() {
        TrainingRows rows = rows(new SeededRows(2).normal(600, WIDTH));
        TrainingContext context = TrainingContext.first(PIPELINE, CLOCK);

        byte[] once = BundleFormat.encode(trainer.train(rows, context));
        byte[] again = BundleFormat.encode(trainer.train(rows, context));
        byte[] otherSeed = BundleFormat.encode(new AutoencoderTrainer(with("seed", "7")).train(rows, context));

        assertThat(again).isEqualTo(once);
        assertThat(otherSeed).isNotEqualTo(once);
    }

    @Test
    void theBundleSurvivesItsOwnFormatAndScoresAlike() throws Exception {
        float[][] rows = new SeededRows(3).normal(400, WIDTH);
        ModelBundle bundle = trainer.train(rows(rows), TrainingContext.first(PIPELINE, CLOCK));

        ModelBundle decoded = BundleFormat.decode(BundleFormat.encode(bundle));

        assertThat(surprises(decoded, rows)).isEqualTo(surprises(bundle, rows));
    }

    @Test
    void provenanceSaysHowTheModelCameAbout() {
        double[][] values = doubles(new SeededRows(4).normal(1000, WIDTH));
        long[] times = IntStream.range(0, 1000).mapToLong(i -> 1000 + i).toArray();
        boolean[] flagged = new boolean[1000];
        Arrays.fill(flagged, 900, 1000, true);

        ModelBundle bundle =
                trainer.train(new TrainingRows(WIDTH, values, times, flagged), TrainingContext.first(PIPELINE, CLOCK));

        var provenance = bundle.provenance();
        assertThat(provenance.algorithm()).isEqualTo("autoencoder-kmeans");
        assertThat(provenance.createdMillis()).isEqualTo(NOW.toEpochMilli());
        assertThat(provenance.dataFromMillis()).isEqualTo(1000);
        assertThat(provenance.dataToMillis())
                .as("flagged rows are not learned from")
                .isEqualTo(1899);
        assertThat(provenance.trainingRows()).isEqualTo(765);
        assertThat(provenance.holdoutRows()).isEqualTo(135);
        assertThat(provenance.seed()).isEqualTo(1);
        assertThat(provenance.codeVersion()).matches("\\d+\\.\\d+.*");
        assertThat(provenance.hyperparameters())
                .containsEntry("latentWidth", "2")
                .containsEntry("hiddenWidth", "16")
                .containsEntry("epochs", "10")
                .containsEntry("cause", "first model")
                .containsKeys("trimShare");
        assertThat(provenance.computation()).isEqualTo(Nd4jBackend.load().computation());
        assertThat(provenance.holdoutFigures())
                .containsKeys("meanReconstructionError", "medianSurprise", "finalTrainingLoss")
                .allSatisfy((name, value) -> assertThat(value).isFinite());
    }

    @Test
    void rowsWithMissingCellsAreCalibratedAsTheyAreScored() {
        double[][] fresh = withoutSome(doubles(new SeededRows(14).normal(3000, WIDTH)), 15);

        Detector detector = Detector.of(trainedOnRowsWithoutSome(3000));

        double rare = Arrays.stream(fresh)
                .filter(row -> detector.score(new FeatureVector(row)).tailProbability() <= 0.05)
                .count();
        assertThat(rare / fresh.length).isBetween(0.03, 0.08);
    }

    /** Else those of which least is known would never be looked at. */
    @Test
    void rowsThatLackMoreCellsAreNotTakenForMoreUsual() {
        double[][] fresh = withoutSome(doubles(new SeededRows(14).normal(6000, WIDTH)), 15);
        ModelBundle bundle = trainedOnRowsWithoutSome(9000);
        Detector detector = Detector.of(bundle);

        double few = meanSurprise(detector, fresh, 0, 1);
        double many = meanSurprise(detector, fresh, 3, WIDTH);

        assertThat(bundle.scores().missingCells().perCell()).isPositive();
        assertThat(many / few).isBetween(0.85, 1.15);
    }

    private ModelBundle trainedOnRowsWithoutSome(int count) {
        double[][] holed = withoutSome(doubles(new SeededRows(12).normal(count, WIDTH)), 13);
        return trainer.train(
                new TrainingRows(WIDTH, holed, new long[holed.length], new boolean[holed.length]),
                TrainingContext.first(PIPELINE, CLOCK));
    }

    private static double meanSurprise(Detector detector, double[][] rows, int leastMissing, int mostMissing) {
        return Arrays.stream(rows)
                .filter(row -> {
                    long missing = Arrays.stream(row).filter(Double::isNaN).count();
                    return missing >= leastMissing && missing <= mostMissing;
                })
                .mapToDouble(row -> detector.score(new FeatureVector(row)).surprise())
                .average()
                .orElseThrow();
    }

    /** The rows without a fifth of their cells. */
    private static double[][] withoutSome(double[][] rows, long seed) {
        Random random = new Random(seed);
        for (double[] row : rows) {
            for (int f = 0; f < row.length; f++) {
                row[f] = random.nextDouble() < 0.2 ? Double.NaN : row[f];
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 35, 351})
    void fewRowsWillDo(int count) {
        ModelBundle bundle = new AutoencoderTrainer(TrainingConfig.DEFAULTS)
                .train(rows(new SeededRows(5).normal(count, WIDTH)), TrainingContext.first(PIPELINE, CLOCK));

        assertThat(bundle.clusters().latent().count()).isBetween(1, 16);
        assertThat(surprises(bundle, new SeededRows(6).normal(10, WIDTH))).doesNotContain(Double.NaN);
    }

    @Test
    void tooFewRowsAreRefused() {
        assertThatThrownBy(() -> trainer.train(
                        rows(new SeededRows(7).normal(19, WIDTH)), TrainingContext.first(PIPELINE, CLOCK)))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("19 rows")
                .hasMessageContaining("at least 20");
    }

    @Test
    void rowsOfAnotherWidthAreRefused() {
        assertThatThrownBy(() ->
                        trainer.train(rows(new SeededRows(8).normal(100, 3)), TrainingContext.first(PIPELINE, CLOCK)))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("3 columns")
                .hasMessageContaining("expected 8");
    }

    @Test
    void constantMissingAndHugeColumnsDoNoHarm() {
        double[][] values = doubles(new SeededRows(9).normal(300, WIDTH));
        for (int i = 0; i < values.length; i++) {
            values[i][0] = 42;
            values[i][1] = Double.NaN;
            values[i][2] = i % 3 == 0 ? Double.NaN : values[i][2];
            values[i][3] = i % 7 == 0 ? 1e300 : -1e300;
        }

        ModelBundle bundle =
                trainer.train(TrainingRows.of(List.of(values), WIDTH), TrainingContext.first(PIPELINE, CLOCK));

        Detector detector = Detector.of(bundle);
        for (double[] row : values) {
            assertThat(detector.score(new FeatureVector(row)).surprise()).isFinite();
        }
    }

    @Test
    void identicalRowsMakeADetectorThatFindsAnyOtherRowUnusual() {
        double[][] values = new double[100][WIDTH];
        for (double[] row : values) {
            Arrays.fill(row, 5);
        }
        Detector detector = Detector.of(
                trainer.train(TrainingRows.of(List.of(values), WIDTH), TrainingContext.first(PIPELINE, CLOCK)));
        double[] other = new double[WIDTH];

        assertThat(detector.score(new FeatureVector(other)).surprise())
                .isGreaterThan(detector.score(new FeatureVector(values[0])).surprise());
    }

    @Test
    void aRetrainedModelKeepsTheIdsOfClustersThatGoOn() {
        float[][] training = groups(10, 900);
        ModelBundle parent = trainer.train(rows(training), TrainingContext.first(PIPELINE, CLOCK));

        ModelBundle child =
                new AutoencoderTrainer(with("seed", "9")).train(rows(groups(11, 900)), context(2, Optional.of(parent)));

        assertThat(child.parentVersion()).isEqualTo(1);
        assertThat(child.lineage()).isNotEmpty();
        long[] parentIds = parent.clusters().latent().ids();
        assertThat(Arrays.stream(child.clusters().latent().ids())
                        .filter(id -> Arrays.stream(parentIds).anyMatch(old -> old == id))
                        .count())
                .isGreaterThanOrEqualTo(3);
        assertThat(child.lineage()).extracting(LineageEntry::share).allSatisfy(share -> assertThat(share)
                .isBetween(0.0, 1.0));
    }

    @Test
    void idsAreNeverUsedAgainAfterAParentOfOtherFeatures() {
        Pipeline other = pipeline(3);
        ModelBundle parent =
                trainer.train(rows(new SeededRows(12).normal(200, 3)), TrainingContext.first(other, CLOCK));

        ModelBundle child = trainer.train(rows(groups(13, 300)), context(2, Optional.of(parent)));

        long highest = Arrays.stream(parent.clusters().latent().ids()).max().orElseThrow();
        assertThat(Arrays.stream(child.clusters().latent().ids())).allMatch(id -> id > highest);
        assertThat(child.lineage()).isEmpty();
    }

    @Test
    void reportsItsPhasesInOrder() {
        List<Progress.Phase> phases = new ArrayList<>();
        TrainingContext context =
                new TrainingContext(1, PIPELINE, Optional.empty(), "test", CLOCK, step -> phases.add(step.phase()));

        trainer.train(rows(new SeededRows(14).normal(100, WIDTH)), context);

        assertThat(phases).startsWith(Progress.Phase.PREPARING, Progress.Phase.FITTING_NETWORK);
        assertThat(phases).endsWith(Progress.Phase.CLUSTERING, Progress.Phase.CALIBRATING);
    }

    private static TrainingContext context(long version, Optional<ModelBundle> parent) {
        return new TrainingContext(version, PIPELINE, parent, "period", CLOCK, Progress.NONE);
    }

    /** Rows of three well separated groups. */
    private static float[][] groups(long seed, int count) {
        float[][] rows = new SeededRows(seed).normal(count, WIDTH);
        for (int i = 0; i < count; i++) {
            for (int f = 0; f < WIDTH; f++) {
                rows[i][f] = 0.3f * rows[i][f] + (f % 3 == i % 3 ? 6 : 0);
            }
        }
        return rows;
    }

    private static double[] surprises(ModelBundle bundle, float[][] rows) {
        Detector detector = Detector.of(bundle);
        return Arrays.stream(doubles(rows))
                .mapToDouble(row -> detector.score(new FeatureVector(row)).surprise())
                .toArray();
    }

    private static TrainingRows rows(float[][] rows) {
        return TrainingRows.of(List.of(doubles(rows)), rows[0].length);
    }

    private static double[][] doubles(float[][] rows) {
        double[][] doubles = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            doubles[i] = new double[rows[i].length];
            for (int f = 0; f < doubles[i].length; f++) {
                doubles[i][f] = rows[i][f];
            }
        }
        return doubles;
    }

    private static Pipeline pipeline(int width) {
        return Pipeline.ofNumericColumns(
                "numbers", IntStream.range(0, width).mapToObj(i -> "f" + i).toList());
    }

    private static TrainingConfig with(String key, String value) {
        return TrainingConfig.DEFAULTS.toBuilder().set(key, value).build();
    }

    @Test
    void aColumnThatWasStillRisingDoesNotDrownAFaultInAnother() {
        Pipeline machine = Pipeline.parse("""
                name: machine
                features:
                  - {name: heat, type: number, field: heat}
                  - {name: flow, type: number, field: flow}
                  - {name: power, type: number, field: power}
                  - {name: flowMean, type: recent, of: flow, statistic: mean, rows: 10}
                  - {name: heatMean, type: recent, of: heat, statistic: mean, rows: 10}
                """, "test");
        Random random = new Random(11);
        List<double[]> training = IntStream.range(0, 600)
                .mapToObj(minute -> reading(minute, 0, random))
                .toList();
        ModelBundle bundle = trainer.train(TrainingRows.of(training, 5), TrainingContext.first(machine, CLOCK));
        Detector detector = Detector.of(bundle);

        // The heat goes on to rise: by now it is five standard deviations above all that was trained on.
        double[] usual = IntStream.range(1000, 1300)
                .mapToDouble(minute -> surprise(detector, reading(minute, 0, random)))
                .toArray();
        double[] faulty = IntStream.range(1000, 1300)
                .mapToDouble(minute -> surprise(detector, reading(minute, -5, random)))
                .toArray();

        assertThat(SeededRows.auroc(usual, faulty)).isGreaterThan(0.98);
        assertThat(Arrays.stream(usual).filter(s -> s >= -Math.log(0.01)).count())
                .isLessThan(60);
    }

    private static double surprise(Detector detector, double[] row) {
        return detector.score(new FeatureVector(row)).surprise();
    }

    private static double[] reading(int minute, double fault, Random random) {
        double heat = 20 + 0.01 * minute;
        double flow = fault + random.nextGaussian();
        return new double[] {
            heat + 0.1 * random.nextGaussian(), flow, random.nextGaussian(), fault + 0.3 * random.nextGaussian(), heat
        };
    }
}
