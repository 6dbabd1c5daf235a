package dev.riffle.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.kernel.DenseKernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrimmedFitTest {
    private static final int WIDTH = 12;
    private static final NetworkShape SHAPE = new NetworkShape(WIDTH, 24, 3);

    @Test
    void trainingReducesTheLoss() {
        TrimmedFit.Outcome outcome = fit(new SeededRows(1).normal(2000, WIDTH), TrainingConfig.DEFAULTS, 30);

        assertThat(outcome.losses()).hasSize(30);
        assertThat(outcome.losses()[29]).isLessThan(outcome.losses()[0] / 4);
    }

    @Test
    void theDetectorsKernelReproducesTheTrainedNetwork() {
        float[][] rows = new SeededRows(2).normal(500, WIDTH);
        AutoencoderNetwork network = fit(rows, TrainingConfig.DEFAULTS, 5).network();
        DenseAutoencoder exported = network.export();
        DenseKernel kernel = DenseKernel.of(exported);

        float[][] expected = network.reconstruct(rows);
        float[] latent = new float[exported.latentDimension()];
        float[] reconstruction = new float[WIDTH];
        for (int i = 0; i < rows.length; i++) {
            kernel.encode(rows[i], latent);
            kernel.decode(latent, reconstruction);
            for (int f = 0; f < WIDTH; f++) {
                assertThat((double) reconstruction[f]).isCloseTo(expected[i][f], within(1e-4));
            }
        }
    }

    @Test
    void trimmingKeepsAGroupOfAnomaliesFromBeingLearned() {
        SeededRows seeded = new SeededRows(3);
        float[][] normal = seeded.normal(1900, WIDTH);
        float[][] anomalies = seeded.anomalies(100, WIDTH);
        float[][] contaminated = SeededRows.concat(normal, anomalies);

        double trimmed = auroc(fit(contaminated, TrainingConfig.DEFAULTS, 40), normal, anomalies);
        double untrimmed = auroc(fit(contaminated, with("trimShare", "0"), 40), normal, anomalies);

        assertThat(trimmed).isGreaterThan(0.99).isGreaterThan(untrimmed + 0.05);
    }

    @Test
    void keptRowsHoldNoneOfTheInjectedAnomalies() {
        SeededRows seeded = new SeededRows(4);
        float[][] rows = SeededRows.concat(seeded.normal(950, WIDTH), seeded.anomalies(50, WIDTH));

        int[] kept = fit(rows, TrainingConfig.DEFAULTS, 40).kept();

        assertThat(kept).hasSize(800);
        assertThat(Arrays.stream(kept).filter(i -> i >= 950)).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
        float[][] rows = new SeededRows(5).normal(600, WIDTH);

        float[] once = firstWeights(fit(rows, TrainingConfig.DEFAULTS, 4));
        float[] again = firstWeights(fit(rows, TrainingConfig.DEFAULTS, 4));
        float[] otherSeed = firstWeights(fit(rows, with("seed", "2"), 4));

        assertThat(again).isEqualTo(once);
        assertThat(otherSeed).isNotEqualTo(once);
    }

    @Test
    void noiseOnTheInputChangesWhatIsLearnedAndStillReducesTheLoss() {
        float[][] rows = new SeededRows(6).normal(600, WIDTH);

        TrimmedFit.Outcome noisy = fit(rows, with("noise", "0.3"), 20);

        assertThat(firstWeights(noisy)).isNotEqualTo(firstWeights(fit(rows, TrainingConfig.DEFAULTS, 20)));
        assertThat(noisy.losses()[19]).isLessThan(noisy.losses()[0] / 2);
    }

    @Test
    void reportsEveryEpochWithTheTimeLeft() {
        List<Progress.Step> steps = new ArrayList<>();

        new TrimmedFit(TrainingConfig.DEFAULTS, 3).fit(new SeededRows(7).normal(300, WIDTH), SHAPE, steps::add);

        assertThat(steps).extracting(Progress.Step::epoch).containsExactly(1, 2, 3);
        assertThat(steps).allSatisfy(step -> assertThat(step.loss()).isFinite().isPositive());
        assertThat(steps.get(0).remaining()).isPositive();
        assertThat(steps.get(2).remaining()).isEqualTo(Duration.ZERO);
    }

    @Test
    void anInterruptedThreadGivesUpAndStaysInterrupted() {
        float[][] rows = new SeededRows(8).normal(300, WIDTH);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> fit(rows, TrainingConfig.DEFAULTS, 3))
                    .isInstanceOf(TrainingInterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void fitsAHandfulOfRows() {
        TrimmedFit.Outcome outcome = fit(new SeededRows(9).normal(3, WIDTH), TrainingConfig.DEFAULTS, 200);

        assertThat(outcome.kept()).hasSize(2);
        assertThat(outcome.losses()[199]).isFinite();
    }

    @Test
    void missingCellsAreLearnedAsWhatTheRestOfTheRowSays() {
        SeededRows seeded = new SeededRows(10);
        float[][] whole = seeded.normal(1500, WIDTH);
        double[][] holed = new double[whole.length][WIDTH];
        float[][] filled = new float[whole.length][];
        Random random = new Random(11);
        for (int i = 0; i < whole.length; i++) {
            filled[i] = whole[i].clone();
            for (int f = 0; f < WIDTH; f++) {
                boolean missing = random.nextDouble() < 0.3;
                holed[i][f] = missing ? Double.NaN : whole[i][f];
                filled[i][f] = missing ? 0 : whole[i][f];
            }
        }
        float[][] untouched = Arrays.stream(filled).map(float[]::clone).toArray(float[][]::new);

        AutoencoderNetwork imputing = new TrimmedFit(TrainingConfig.DEFAULTS, 60)
                .fit(filled, MissingCells.of(holed), SHAPE, Progress.NONE)
                .network();
        AutoencoderNetwork ofMeans = fit(filled, TrainingConfig.DEFAULTS, 60).network();

        assertThat(filled).isDeepEqualTo(untouched);
        float[][] fresh = seeded.normal(500, WIDTH);
        assertThat(mean(imputing.errors(fresh))).isLessThan(0.8 * mean(ofMeans.errors(fresh)));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    @Test
    void lowestPicksTheFirstOfEqualValues() {
        assertThat(TrimmedFit.lowest(new double[] {2, 1, 1, 3, 1}, 2)).containsExactly(1, 2);
    }

    private static TrimmedFit.Outcome fit(float[][] rows, TrainingConfig config, int epochs) {
        return new TrimmedFit(config, epochs).fit(rows, SHAPE, Progress.NONE);
    }

    private static TrainingConfig with(String key, String value) {
        return TrainingConfig.DEFAULTS.toBuilder().set(key, value).build();
    }

    private static double auroc(TrimmedFit.Outcome outcome, float[][] normal, float[][] anomalies) {
        return SeededRows.auroc(
                outcome.network().errors(normal), outcome.network().errors(anomalies));
    }

    private static float[] firstWeights(TrimmedFit.Outcome outcome) {
        return outcome.network().export().layers().get(0).weights();
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }
}
