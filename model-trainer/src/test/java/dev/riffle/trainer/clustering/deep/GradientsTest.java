package dev.riffle.trainer.clustering.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

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

        FiniteDifferences.assertDerivative(
                codes, byCode, () -> StudentAssignment.of(codes, centroids).loss(target));
        FiniteDifferences.assertDerivative(centroids, byCentroid, () -> StudentAssignment.of(codes, centroids)
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
        Network encoder = autoencoder(Activation.IDENTITY, false, 1).encoder();
        double[][] centroids = gaussians(CLUSTERS, CODE);
        INDArray rows = Rows.of(uniform(ROWS, COLUMNS), DataType.DOUBLE);
        double[][] target = StudentAssignment.target(
                StudentAssignment.of(encoder.forward(rows).toDoubleMatrix(), centroids)
                        .assignment());

        FiniteDifferences.assertGradientOf(encoder, () -> {
            StudentAssignment soft = StudentAssignment.of(encoder.forward(rows).toDoubleMatrix(), centroids);
            encoder.backward(Rows.of(soft.byCode(target), DataType.DOUBLE));
            return soft.loss(target);
        });
    }

    @ParameterizedTest
    @CsvSource({"SQUARED,false", "SQUARED,true", "CROSS_ENTROPY,false", "CROSS_ENTROPY,true"})
    void reconstructionAndCodesAreLearnedTogether(ReconstructionLoss reconstruction, boolean normalised) {
        Autoencoder autoencoder = autoencoder(Activation.SIGMOID, normalised, 2);
        double[][] centroids = gaussians(CLUSTERS, CODE);
        INDArray rows = Rows.of(uniform(ROWS, COLUMNS), DataType.DOUBLE);
        CodeAndReconstructionLoss joint = new CodeAndReconstructionLoss(reconstruction, 0.7, 0.4);

        FiniteDifferences.assertGradientOf(autoencoder.encoder(), () -> joint.backward(autoencoder, rows, centroids)
                .loss());
        FiniteDifferences.assertGradientOf(autoencoder.decoder(), () -> joint.backward(autoencoder, rows, centroids)
                .loss());
        FiniteDifferences.assertDerivative(
                centroids,
                joint.backward(autoencoder, rows, centroids).nearest().byCentroid(joint.byCode()),
                () -> joint.backward(autoencoder, rows, centroids).loss());
    }

    @Test
    void rowsWeightedByResponsibilitiesGiveAMixturesGradient() {
        List<Autoencoder> autoencoders =
                List.of(autoencoder(Activation.SIGMOID, false, 3), autoencoder(Activation.SIGMOID, false, 4));
        float[][] rows = Rows.of(uniform(ROWS, COLUMNS), DataType.DOUBLE).toFloatMatrix();
        double[][] logWeights = MixtureLoss.logSoftmax(gaussians(ROWS, 2));
        Reconstruction own = new Reconstruction(rows, ReconstructionLoss.SQUARED);
        for (int i = 0; i < autoencoders.size(); i++) {
            Autoencoder autoencoder = autoencoders.get(i);
            int index = i;
            DoubleSupplier loss = () -> {
                MixtureLoss mixture = MixtureLoss.of(
                        MixtureTraining.byRow(List.of(
                                autoencoders.get(0).errors(rows),
                                autoencoders.get(1).errors(rows))),
                        logWeights);
                double[] weights = new double[ROWS];
                Arrays.setAll(weights, row -> mixture.responsibilities()[row][index]);
                own.backward(autoencoder, Rows.all(ROWS), weights);
                return mixture.loss();
            };
            FiniteDifferences.assertGradientOf(autoencoder.encoder(), loss);
            FiniteDifferences.assertGradientOf(autoencoder.decoder(), loss);
        }
    }

    @Test
    void aGatingNetworksOutputsFollowTheMixturesGradientByItsResponsibilities() {
        double[][] outputs = gaussians(ROWS, CLUSTERS);
        double[][] errors = uniform(ROWS, CLUSTERS);
        MixtureLoss loss = MixtureLoss.of(errors, MixtureLoss.logSoftmax(outputs));

        FiniteDifferences.assertDerivative(
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
        FiniteDifferences.assertDerivative(
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
        TrainedCentroids centroids = new TrainedCentroids(new double[][] {{1, 2}, {3, 4}}, new Nesterovs(0.5, 0));

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
                        new int[] {COLUMNS, 4, CODE},
                        Activation.TANH,
                        Activation.IDENTITY,
                        output,
                        normalised,
                        new Sgd(0.1),
                        DataType.DOUBLE),
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
                row[f] = 0.05 + 0.9 * random.nextDouble();
            }
        }
        return values;
    }
}
