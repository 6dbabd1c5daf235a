package dev.riffle.detector.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.Detection;
import dev.riffle.detector.clustering.Centroids;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private static final double[] NO_PARTS = new double[2];
    private static final double[] BELOW_ZERO = {-3, -2, -1};
    private static final ScoreCombiner WITHOUT_PROJECTIONS =
            calibrate(BELOW_ZERO, BELOW_ZERO, Optional.empty(), Optional.empty());
    private static final ScoreCombiner WITH_PROJECTIONS =
            calibrate(BELOW_ZERO, BELOW_ZERO, Optional.of(BELOW_ZERO), Optional.empty());

    @Property
    void theReconstructionSignalGrowsWithTheResidual(
            @ForAll @FloatRange(min = -10, max = 10) float input,
            @ForAll @FloatRange(min = 0, max = 30) float smaller,
            @ForAll @FloatRange(min = 0, max = 30) float larger) {
        ReconstructionSignal signal = new ReconstructionSignal(new float[] {0.5f, 2f});
        float low = Math.min(smaller, larger);
        float high = Math.max(smaller, larger);

        double less = signal.measure(new float[] {input, 1}, new float[] {input + low, 1}, new float[2]);
        double more = signal.measure(new float[] {input, 1}, new float[] {input + high, 1}, new float[2]);

        assertThat(more).isBetween(less, 25.0);
    }

    @Test
    void residualsCountInUnitsOfTheirScaleAndAreClipped() {
        float[] residual = new float[3];

        double value = new ReconstructionSignal(new float[] {0.5f, 2f, 0.1f})
                .measure(new float[] {1, 1, 1}, new float[] {2, 0, 100}, residual);

        assertThat(residual).containsExactly(1f, -0.25f, 5f);
        assertThat(value).isCloseTo((1 + 0.0625 + 25) / 3, within(1e-6));
    }

    @Property
    void theCombinedSurpriseGrowsWithTheReconstructionError(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 25) double a,
            @ForAll @DoubleRange(min = 0, max = 25) double b,
            @ForAll @DoubleRange(min = -5, max = 500) double sparseness) {
        Random random = new Random(seed);
        ScoreCombiner combiner = calibrate(
                random.doubles(200).toArray(),
                random.doubles(200, 0, 50).toArray(),
                Optional.of(random.doubles(200, -2, 6).toArray()),
                Optional.empty());
        double bySparseness = combiner.density().surprise(sparseness);

        double low = combiner.combine(combiner.reconstruction().surprise(Math.min(a, b)), bySparseness, 0);
        double high = combiner.combine(combiner.reconstruction().surprise(Math.max(a, b)), bySparseness, 0);

        assertThat(high).isGreaterThanOrEqualTo(low);
    }

    @Property
    void theDensitysSurpriseIsTheLargerOfMixtureAndCorePoints(
            @ForAll long seed,
            @ForAll @DoubleRange(min = -5, max = 500) double sparseness,
            @ForAll @DoubleRange(min = 0, max = 100) double distance) {
        Random random = new Random(seed);
        double[] errors = random.doubles(200).toArray();
        double[] values = random.doubles(200, 0, 50).toArray();
        double[] distances = random.doubles(200, 0, 5).toArray();
        ScoreCombiner without = calibrate(errors, values, Optional.empty(), Optional.empty());
        ScoreCombiner with = calibrate(errors, values, Optional.empty(), Optional.of(distances));

        assertThat(without.densitySurprise(sparseness, 0, distance))
                .isEqualTo(without.density().surprise(sparseness));
        assertThat(with.densitySurprise(sparseness, 0, distance))
                .isEqualTo(Math.max(
                        with.density().surprise(sparseness),
                        with.coreDistance().orElseThrow().surprise(distance)));
    }

    @Property
    void everySignalCountsAlike(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 25) double error,
            @ForAll @DoubleRange(min = -5, max = 500) double sparseness,
            @ForAll @DoubleRange(min = -5, max = 20) double rarity) {
        Random random = new Random(seed);
        ScoreCombiner combiner = calibrate(
                random.doubles(200).toArray(),
                random.doubles(200, 0, 50).toArray(),
                Optional.of(random.doubles(200, -2, 6).toArray()),
                Optional.empty());
        double byError = combiner.reconstruction().surprise(error);
        double bySparseness = combiner.density().surprise(sparseness);
        double byRarity = combiner.projection().orElseThrow().surprise(rarity);

        double byDensity = combiner.densitySurprise(sparseness, rarity, 0);

        assertThat(byDensity).isCloseTo((bySparseness + byRarity) / 2, within(1e-12));
        assertThat(combiner.combine(byError, byDensity, 0))
                .isCloseTo(
                        combiner.combined().surpriseOfSurprise((byError + bySparseness + byRarity) / 3), within(1e-9));
    }

    @Test
    void sparsenessIsTheNegativeLogOfTheMixturesDensity() {
        Random random = new Random(3);
        float[] centres = new float[5 * 4];
        float[] variances = new float[5 * 4];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (float) random.nextGaussian();
            variances[i] = 0.5f + random.nextFloat();
        }
        Centroids centroids = Centroids.fresh(4, new double[] {10, 0, 30, 5, 1}, centres, variances);
        float[] scaled = {0.2f, -0.4f};
        float[] residual = {1.5f, 0.1f};

        double v = DensitySignal.pooledVariance(centroids);
        double density = 0;
        for (int j = 0; j < 5; j++) {
            double squared = 0;
            float[] point = {scaled[0], scaled[1], residual[0], residual[1]};
            for (int f = 0; f < 4; f++) {
                squared += Math.pow(point[f] - centres[4 * j + f], 2);
            }
            density += (centroids.masses()[j] + 0.1) / (46 + 0.5) * Math.exp(-squared / (2 * v));
        }

        assertThat(new DensitySignal(centroids).measure(scaled, residual)).isCloseTo(-Math.log(density), within(1e-5));
    }

    @Test
    void aTightSmallGroupOfAnomaliesIsSparserThanTheWideLargeOne() {
        Centroids centroids = Centroids.fresh(
                2, new double[] {990, 10}, new float[] {0, 0, 8, 8}, new float[] {1, 1, 0.0001f, 0.0001f});
        DensitySignal signal = new DensitySignal(centroids);

        double usual = signal.measure(new float[] {1}, new float[] {1});
        double amidTheGroup = signal.measure(new float[] {8}, new float[] {8});

        assertThat(amidTheGroup).isGreaterThan(usual);
        assertThat(signal.nearest()).isEqualTo(1);
    }

    @Test
    void sparsenessStaysFiniteFarFromEverything() {
        DensitySignal signal = new DensitySignal(Centroids.fresh(2, new double[] {5, 0}, new float[4], new float[4]));

        assertThat(signal.measure(new float[] {10}, new float[] {5})).isFinite().isGreaterThan(1000);
    }

    @Test
    void theGuardHoldsBackATenthAtFirstAndGivesInToWhatKeepsComing() {
        Random random = new Random(2);
        double[] values = random.doubles(5_000).toArray();
        PoisonGuard guard = new PoisonGuard(Calibration.of(values));
        assertThat(guard.threshold()).isCloseTo(0.9, within(0.02));

        long admitted = Arrays.stream(values).filter(guard::admits).count();
        assertThat(admitted / 5_000.0).isCloseTo(0.9, within(0.02));

        long fewAttacks = random.ints(2_000, 0, 20)
                .filter(i -> i == 0 ? guard.admits(2) : guard.admits(random.nextDouble()) && false)
                .count();
        assertThat(fewAttacks).isZero();

        long stretch = random.doubles(2_000, 1.5, 2).filter(guard::admits).count();
        assertThat(stretch).isZero();

        long drifted = random.doubles(60_000, 1.5, 2).filter(guard::admits).count();
        assertThat(drifted).isGreaterThan(20_000);
    }

    @Test
    void theGuardOfASignalThatHardlyVariedGivesInTooToWhatKeepsComing() {
        double[] values = new double[1_000];
        Arrays.fill(values, 0.5);
        values[7] = 3;
        PoisonGuard guard = new PoisonGuard(Calibration.of(values));

        long drifted = IntStream.range(0, 100_000).filter(i -> guard.admits(1)).count();
        assertThat(drifted).isGreaterThan(20_000);
    }

    @Property
    void sharesAreExact(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 20) double byDensity) {
        Random random = new Random(seed);
        int columns = 1 + random.nextInt(8);
        float[] centres = floats(random, 2 * columns);
        Detection detection =
                detection(random.nextDouble() * 10, byDensity, floats(random, columns), floats(random, columns));

        double[] shares = FeatureShares.of(
                detection,
                Centroids.fresh(2 * columns, new double[1], centres, new float[2 * columns]),
                random.doubles(columns).toArray(),
                random.nextBoolean() ? WITHOUT_PROJECTIONS : WITH_PROJECTIONS);

        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
        assertThat(Arrays.stream(shares).min().orElseThrow()).isNotNegative();
    }

    @Test
    void sharesFollowTheMoreSurprisingSignal() {
        Centroids origin = Centroids.fresh(4, new double[1], new float[4], new float[4]);
        float[] scaled = {3, 0};
        float[] residual = {0, 1};

        assertThat(FeatureShares.of(detection(5, 0, scaled, residual), origin, NO_PARTS, WITHOUT_PROJECTIONS))
                .containsExactly(0, 1);
        // Of the density's squared distance 10, the input's 9 lie in the first column.
        assertThat(FeatureShares.of(detection(0, 5, scaled, residual), origin, NO_PARTS, WITHOUT_PROJECTIONS)[0])
                .isCloseTo(0.9, within(1e-9));
        assertThat(FeatureShares.of(detection(5, 5, scaled, residual), origin, NO_PARTS, WITHOUT_PROJECTIONS)[0])
                .isCloseTo(0.45, within(1e-9));
    }

    @Test
    void theMixtureAndTheProjectionsShareTheDensitysWeightAsTheyShareItsSurprise() {
        Centroids origin = Centroids.fresh(4, new double[1], new float[4], new float[4]);
        // Sparseness and rarity of 0 are above all calibrated values, and equally so: each has half of the weight.
        double[] shares = FeatureShares.of(
                detection(0, 5, new float[] {3, 0}, new float[2]), origin, new double[] {0, 7}, WITH_PROJECTIONS);

        assertThat(shares[0]).isCloseTo(0.5, within(1e-9));
        assertThat(shares[1]).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void sharesAreEqualWhereThereIsNothingToExplain() {
        Centroids origin = Centroids.fresh(4, new double[1], new float[4], new float[4]);

        assertThat(FeatureShares.of(detection(1, 1, new float[2], new float[2]), origin, NO_PARTS, WITHOUT_PROJECTIONS))
                .containsExactly(0.5, 0.5);
    }

    @Test
    void refusesAScaleOfZero() {
        assertThatThrownBy(() -> new ReconstructionSignal(new float[] {1, 0}))
                .hasMessageContaining("residual scale of column 1 is 0.0");
    }

    private static ScoreCombiner calibrate(
            double[] errors, double[] sparseness, Optional<double[]> rarity, Optional<double[]> coreDistances) {
        return ScoreCombiner.calibrate(
                new SignalValues(errors, sparseness, rarity, coreDistances, new int[errors.length]));
    }

    private static Detection detection(double byReconstruction, double byDensity, float[] scaled, float[] residual) {
        float[] none = {};
        return new Detection(
                0, 0, 0, false, 0, 0, 0, 0, byReconstruction, byDensity, 0, scaled, residual, new int[0], none);
    }

    private static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
