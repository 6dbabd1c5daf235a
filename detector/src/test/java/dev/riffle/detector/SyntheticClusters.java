package dev.riffle.detector;

import dev.riffle.detector.assignment.ClusterTally;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;
import dev.riffle.detector.clustering.KMeans;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.kernel.StackKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clusters of every kind that tests fit in no time: linear encoders, k-means, and a tenth of the rows for core points.
 *
 * @param statistics of the clusters over the rows
 */
record SyntheticClusters(ClusterModel model, Centroids statistics) {
    /** Share of the rows that core points leave out as noise. */
    static final double NOISE = 0.02;

    private static final int ITERATIONS = 50;
    private static final int ROWS_PER_CORE_POINT = 10;

    static SyntheticClusters fit(SeededBundle.Clusters kind, DetectorAssembly assembly, int clusters) {
        float[][] rows = assembly.rows();
        return switch (kind) {
            case LATENT_CENTROIDS ->
                new SyntheticClusters(
                        new LatentCentroids(),
                        kMeans(assembly.latentPoints(), clusters).centroids());
            case ENCODED_CENTROIDS -> centroids(centred(rows, 3).encoder(), assembly, clusters);
            case INPUT_CENTROIDS -> centroids(new DenseStack(rows[0].length, List.of()), assembly, clusters);
            case AUTOENCODER_MIXTURE -> {
                AutoencoderMixture mixture = mixture(assembly, clusters);
                yield new SyntheticClusters(mixture, assembly.clusters(ClusterTally.of(mixture)));
            }
            case CORE_POINTS -> {
                CorePoints corePoints = corePoints(rows, clusters);
                yield new SyntheticClusters(corePoints, assembly.clusters(ClusterTally.of(corePoints)));
            }
        };
    }

    private static SyntheticClusters centroids(DenseStack encoder, DetectorAssembly assembly, int clusters) {
        EncodedCentroids model = new EncodedCentroids(encoder);
        Centroids fitted = kMeans(codes(encoder, assembly.rows()), clusters).centroids();
        return new SyntheticClusters(model, assembly.clusters(ClusterTally.around(model, fitted)));
    }

    /** The best of a few: a single one may end with two groups in one cluster. */
    private static KMeans.Fit kMeans(float[][] points, int clusters) {
        return IntStream.range(1, 6)
                .mapToObj(seed -> KMeans.fit(points, clusters, ITERATIONS, seed))
                .min(Comparator.comparingDouble(KMeans.Fit::inertia))
                .orElseThrow();
    }

    private static AutoencoderMixture mixture(DetectorAssembly assembly, int clusters) {
        float[][] rows = assembly.rows();
        int[] groups = kMeans(rows, clusters).assignment();
        List<DenseAutoencoder> autoencoders = new ArrayList<>();
        for (int j = 0; j < clusters; j++) {
            List<float[]> members = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                if (groups[i] == j) {
                    members.add(rows[i]);
                }
            }
            autoencoders.add(bounded(centred(members.toArray(float[][]::new), 1)));
        }
        return new AutoencoderMixture(autoencoders);
    }

    private static CorePoints corePoints(float[][] rows, int clusters) {
        DenseStack encoder = centred(rows, 2).encoder();
        float[][] codes = codes(encoder, rows);
        int[] groups = kMeans(codes, clusters).assignment();
        int count = rows.length / ROWS_PER_CORE_POINT;
        float[] points = new float[2 * count];
        int[] pointClusters = new int[count];
        for (int p = 0; p < count; p++) {
            System.arraycopy(codes[p * ROWS_PER_CORE_POINT], 0, points, 2 * p, 2);
            pointClusters[p] = groups[p * ROWS_PER_CORE_POINT];
        }
        double[] nearest = Arrays.stream(codes)
                .mapToDouble(code -> nearest(code, points))
                .sorted()
                .toArray();
        double radius = nearest[(int) ((1 - NOISE) * nearest.length)];
        return new CorePoints(encoder, points, pointClusters, radius);
    }

    private static double nearest(float[] code, float[] points) {
        double least = Double.POSITIVE_INFINITY;
        for (int p = 0; p < points.length; p += 2) {
            least = Math.min(least, Math.hypot(code[0] - points[p], code[1] - points[p + 1]));
        }
        return least;
    }

    private static float[][] codes(DenseStack encoder, float[][] rows) {
        StackKernel kernel = StackKernel.of(encoder);
        float[][] codes = new float[rows.length][kernel.outputs()];
        for (int i = 0; i < rows.length; i++) {
            kernel.run(rows[i], codes[i]);
        }
        return codes;
    }

    /** The same with a code that ends: a line goes on for ever, through other groups as well. */
    private static DenseAutoencoder bounded(DenseAutoencoder linear) {
        DenseLayer encode = linear.layers().get(0);
        DenseLayer decode = linear.layers().get(1);
        return new DenseAutoencoder(
                List.of(
                        new DenseLayer(
                                encode.inputs(), encode.outputs(), encode.weights(), encode.biases(), Activation.TANH),
                        decode),
                1);
    }

    /** Principal components around the rows' mean. */
    private static DenseAutoencoder centred(float[][] rows, int dimension) {
        int width = rows[0].length;
        float[] mean = new float[width];
        for (float[] row : rows) {
            for (int f = 0; f < width; f++) {
                mean[f] += row[f] / rows.length;
            }
        }
        float[][] moved = new float[rows.length][width];
        for (int i = 0; i < rows.length; i++) {
            for (int f = 0; f < width; f++) {
                moved[i][f] = rows[i][f] - mean[f];
            }
        }
        DenseAutoencoder around = SyntheticModel.principalComponents(moved, dimension);
        DenseLayer encode = around.layers().get(0);
        DenseLayer decode = around.layers().get(1);
        float[] biases = new float[dimension];
        for (int f = 0; f < width; f++) {
            for (int c = 0; c < dimension; c++) {
                biases[c] -= mean[f] * encode.weights()[f * dimension + c];
            }
        }
        return new DenseAutoencoder(
                List.of(
                        new DenseLayer(width, dimension, encode.weights(), biases, encode.activation()),
                        new DenseLayer(dimension, width, decode.weights(), mean, decode.activation())),
                1);
    }
}
