package dev.riffle.trainer.clustering.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.encoder.Activation;
import dev.riffle.trainer.network.Autoencoder;
import dev.riffle.trainer.network.AutoencoderLayout;
import dev.riffle.trainer.network.DenseNetwork;
import dev.riffle.trainer.network.Matrix;
import dev.riffle.trainer.network.Optimiser;
import dev.riffle.trainer.network.ReconstructionLoss;
import dev.riffle.trainer.network.ReconstructionTraining;
import dev.riffle.trainer.network.ReferenceNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientsTest {
    private static final int ROWS = 6;
    private static final int COLUMNS = 5;
    private static final int CODE = 2;
    private static final int CLUSTERS = 3;

    private final Random random = new Random(11);

    @Test
    void studentAssignmentsPullCodesAndCentroidsDownTheDivergence() {
        double[][] codes = gaussians(ROWS, CODE);
        double[][] centroids = gaussians(CLUSTERS, CODE);
        double[][] target =
                StudentAssignment.target(StudentAssignment.of(codes, centroids).assignment());
        StudentAssignment soft = StudentAssignment.of(codes, centroids);
        double[][] byCode = soft.byCode(target);
        double[][] byCentroid = soft.byCentroid(target);

        ReferenceNetwork.assertDerivative(
                codes, byCode, () -> StudentAssignment.of(codes, centroids).loss(target));
        ReferenceNetwork.assertDerivative(centroids, byCentroid, () -> StudentAssignment.of(codes, centroids)
                .loss(target));
    }

    @Test
    void aTargetDistributionIsSharperThanItsAssignmentAndSumsToOne() {
        double[][] target = StudentAssignment.target(new double[][] {{0.8, 0.2}, {0.2, 0.8}});

        assertThat(target[0][0]).isCloseTo(0.64 / 0.68, within(1e-12));
        assertThat(target[0][0] + target[0][1]).isCloseTo(1, within(1e-12));
    }

    @Test
    void theDivergencesGradientReachesTheEncodersWeights() {
        DenseNetwork encoder = autoencoder(Activation.IDENTITY, false, 1).encoder();
        ReferenceNetwork reference = new ReferenceNetwork(encoder);
        double[][] centroids = gaussians(CLUSTERS, CODE);
        double[][] rows = uniform(ROWS, COLUMNS);
        double[][] target = StudentAssignment.target(
                StudentAssignment.of(reference.forward(rows), centroids).assignment());

        StudentAssignment soft =
                StudentAssignment.of(encoder.forward(Matrix.of(rows)).toDoubles(), centroids);
        encoder.backwardAtInput(Matrix.of(soft.byCode(target)));

        reference.assertGradientOf(encoder, () -> StudentAssignment.of(reference.forward(rows), centroids)
                .loss(target));
    }

    @ParameterizedTest
    @CsvSource({"SQUARED,false", "SQUARED,true", "CROSS_ENTROPY,false", "CROSS_ENTROPY,true"})
    void reconstructionAndCodesAreLearnedTogether(ReconstructionLoss reconstruction, boolean normalised) {
        Autoencoder autoencoder = autoencoder(Activation.SIGMOID, normalised, 2);
        ReferenceNetwork encoder = new ReferenceNetwork(autoencoder.encoder());
        ReferenceNetwork decoder = new ReferenceNetwork(autoencoder.decoder());
        double[][] centroids = gaussians(CLUSTERS, CODE);
        double[][] rows = uniform(ROWS, COLUMNS);
        CodeAndReconstructionLoss joint = new CodeAndReconstructionLoss(reconstruction, 0.7, 0.4);
        DoubleSupplier loss = () -> {
            double[][] codes = encoder.forward(rows);
            double distances = 0;
            for (double[] code : codes) {
                distances += CodeClusters.squaredDistance(code, centroids[CodeClusters.nearest(code, centroids)]) / 2;
            }
            return 0.7 * ReferenceNetwork.mean(reconstruction, rows, decoder.forward(codes)) + 0.4 * distances / ROWS;
        };

        CodeAndReconstructionLoss.Outcome outcome = joint.backward(autoencoder, Matrix.of(rows), centroids);

        assertThat(outcome.loss()).isCloseTo(loss.getAsDouble(), within(1e-5));
        encoder.assertGradientOf(autoencoder.encoder(), loss);
        decoder.assertGradientOf(autoencoder.decoder(), loss);
    }

    @Test
    void centroidsFollowTheKMeansLossOfTheCodes() {
        double[][] codes = gaussians(ROWS, CODE);
        double[][] centroids = gaussians(CLUSTERS, CODE);

        ReferenceNetwork.assertDerivative(
                centroids,
                NearestCentroids.of(codes, centroids).byCentroid(1),
                () -> NearestCentroids.of(codes, centroids).loss());
        ReferenceNetwork.assertDerivative(
                codes, NearestCentroids.of(codes, centroids).byCode(1), () -> NearestCentroids.of(codes, centroids)
                        .loss());
    }

    /** With responsibilities held, the weighted rows' gradient is the mixture's own: equations of both papers. */
    @Test
    void rowsWeightedByResponsibilitiesGiveAMixturesGradient() {
        List<Autoencoder> autoencoders =
                List.of(autoencoder(Activation.SIGMOID, false, 3), autoencoder(Activation.SIGMOID, false, 4));
        double[][] rows = uniform(ROWS, COLUMNS);
        float[][] floats = new float[ROWS][COLUMNS];
        Matrix.of(rows).copyTo(floats, 0);
        double[][] logWeights = MixtureLoss.logSoftmax(gaussians(ROWS, 2));
        List<ReferenceNetwork> encoders = autoencoders.stream()
                .map(each -> new ReferenceNetwork(each.encoder()))
                .toList();
        List<ReferenceNetwork> decoders = autoencoders.stream()
                .map(each -> new ReferenceNetwork(each.decoder()))
                .toList();
        Supplier<MixtureLoss> mixture = () -> {
            double[][] errors = new double[ROWS][2];
            for (int i = 0; i < 2; i++) {
                double[][] reconstructions =
                        decoders.get(i).forward(encoders.get(i).forward(rows));
                for (int row = 0; row < ROWS; row++) {
                    errors[row][i] = CodeClusters.squaredDistance(rows[row], reconstructions[row]);
                }
            }
            return MixtureLoss.of(errors, logWeights);
        };
        ReconstructionTraining own = new ReconstructionTraining(floats, ReconstructionLoss.SQUARED);
        int[] all = IntStream.range(0, ROWS).toArray();
        for (int i = 0; i < autoencoders.size(); i++) {
            int index = i;
            double[] weights = new double[ROWS];
            MixtureLoss held = mixture.get();
            Arrays.setAll(weights, row -> held.responsibilities()[row][index]);

            own.backward(autoencoders.get(i), all, weights);

            encoders.get(i).assertGradientOf(autoencoders.get(i).encoder(), () -> mixture.get()
                    .loss());
            decoders.get(i).assertGradientOf(autoencoders.get(i).decoder(), () -> mixture.get()
                    .loss());
        }
    }

    @Test
    void aGatingNetworksOutputsFollowTheMixturesGradientByItsResponsibilities() {
        double[][] outputs = gaussians(ROWS, CLUSTERS);
        double[][] errors = uniform(ROWS, CLUSTERS);
        MixtureLoss loss = MixtureLoss.of(errors, MixtureLoss.logSoftmax(outputs));

        ReferenceNetwork.assertDerivative(
                outputs,
                MixtureLoss.byGatingOutput(loss.logWeights(), loss.responsibilities()),
                () -> MixtureLoss.of(errors, MixtureLoss.logSoftmax(outputs)).loss());
    }

    @Test
    void aMixtureOfEqualWeightsIsTheSoftMinimumOfItsErrors() {
        MixtureLoss loss = MixtureLoss.of(new double[][] {{1, 2}}, MixtureLoss.equalWeights(1, 2));

        assertThat(loss.loss()).isCloseTo(-Math.log(Math.exp(-1) + Math.exp(-2)), within(1e-12));
        assertThat(loss.responsibilities()[0][0]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
    }

    @Test
    void largeErrorsNeitherOverflowNorVanish() {
        MixtureLoss loss = MixtureLoss.of(new double[][] {{5000, 5001}}, MixtureLoss.equalWeights(1, 2));

        assertThat(loss.loss()).isCloseTo(5000 - Math.log(1 + Math.exp(-1)), within(1e-9));
    }

    @Test
    void aCrossEntropysPretrainingOfTheGatingNetworkFollowsItsGradient() {
        double[][] outputs = gaussians(ROWS, CLUSTERS);
        double[][] shares = new double[ROWS][CLUSTERS];
        for (int row = 0; row < ROWS; row++) {
            shares[row][row % CLUSTERS] = 1;
        }
        ReferenceNetwork.assertDerivative(
                outputs, MixtureLoss.byGatingOutput(MixtureLoss.logSoftmax(outputs), shares), () -> {
                    double[][] logs = MixtureLoss.logSoftmax(outputs);
                    double sum = 0;
                    for (int row = 0; row < ROWS; row++) {
                        sum -= logs[row][row % CLUSTERS];
                    }
                    return sum / ROWS;
                });
    }

    @Test
    void aStepWithoutMomentumIsTheRateTimesTheGradient() {
        TrainedCentroids centroids =
                new TrainedCentroids(new double[][] {{1, 2}, {3, 4}}, new Optimiser.Nesterov(0.5, 0));

        centroids.step(new double[][] {{1, 0}, {0, -2}});

        assertThat(centroids.values()).isDeepEqualTo(new double[][] {{0.5, 2}, {3, 5}});
    }

    @Test
    void aCountedCentroidMovesByOnePartInItsCodes() {
        CountedCentroids centroids = new CountedCentroids(new double[][] {{0}, {10}}, 3);

        centroids.learn(new double[] {4});

        assertThat(centroids.values()).isDeepEqualTo(new double[][] {{1}, {10}});
    }

    private static Autoencoder autoencoder(Activation output, boolean normalised, long seed) {
        return Autoencoder.create(
                new AutoencoderLayout(
                        List.of(COLUMNS, 4, CODE), Activation.TANH, Activation.IDENTITY, output, normalised),
                new Optimiser.Adam(1e-3),
                seed);
    }

    private double[][] gaussians(int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int f = 0; f < columns; f++) {
                row[f] = random.nextGaussian();
            }
        }
        return values;
    }

    private double[][] uniform(int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int f = 0; f < columns; f++) {
                row[f] = (float) (0.05 + 0.9 * random.nextDouble());
            }
        }
        return values;
    }
}
