package dev.riffle.benchmarks.kernel;

import dev.riffle.detector.DetectorAssembly;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.assignment.ClusterTally;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.KMeans;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.encoder.SeededAutoencoder;
import dev.riffle.detector.pipeline.Scaler;
import dev.riffle.detector.projection.ProjectionFit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A bundle as the trainer assembles them, but for its networks, whose weights are random: what a kernel costs does not
 * depend on what it has learned. Centroids, projections and calibrations are fitted on made-up rows of a few groups.
 *
 * @param widths of the scoring autoencoder, from the input over latent space to the reconstruction
 * @param clusterCode width of the code that clusters lie in, behind an encoder of its own with one hidden layer as wide as
 *     the scoring network's; empty to have them in the latent space of the scoring network
 * @param clusters number of clusters
 * @param mixture components of the density mixture
 * @param projections number of random projections
 */
record ServedBundle(int[] widths, OptionalInt clusterCode, int clusters, int mixture, int projections) {
    private static final int ROWS = 4_000;
    private static final int GROUPS = 12;
    private static final int ITERATIONS = 20;

    /** One network for everything, 64 clusters, and a mixture of 64 components. */
    static ServedBundle oneNetwork(int... widths) {
        return new ServedBundle(widths, OptionalInt.empty(), 64, 64, 0);
    }

    /** What the trainer makes of so many columns with its default settings, but for its 16 clusters: there are 64. */
    static ServedBundle defaultRecipe(int columns) {
        int hidden = Math.max(8, Math.min(64, 2 * columns));
        int code = Math.max(2, columns / 4);
        return new ServedBundle(new int[] {columns, hidden, 1, hidden, columns}, OptionalInt.of(code), 64, 64, 200);
    }

    int columns() {
        return widths[0];
    }

    /** Multiply-adds of the scoring network. */
    long networkMultiplyAdds() {
        long sum = 0;
        for (int i = 1; i < widths.length; i++) {
            sum += (long) widths[i - 1] * widths[i];
        }
        return sum;
    }

    /** Multiply-adds of one event: networks, distances, and projections as the dense layer that they are run as. */
    long multiplyAdds() {
        long sum = networkMultiplyAdds();
        if (clusterCode.isPresent()) {
            sum += (long) widths[1] * (columns() + clusterCode.getAsInt());
        }
        int code = clusterCode.orElse(widths[widths.length / 2]);
        return sum + (long) clusters * code + (long) (mixture + projections) * columns();
    }

    ModelBundle assemble() {
        Random random = new Random(1);
        int columns = columns();
        List<double[]> rows = rows(random, ROWS);
        Scaler scaler = Scaler.fit(rows, columns);
        float[][] scaled = new float[ROWS][columns];
        for (int i = 0; i < ROWS; i++) {
            scaler.scale(rows.get(i), scaled[i]);
        }
        float[][] fitted = Arrays.copyOf(scaled, ROWS * 3 / 4);
        float[][] heldOut = Arrays.copyOfRange(scaled, ROWS * 3 / 4, ROWS);
        DenseAutoencoder network = SeededAutoencoder.of(1, Activation.TANH, widths);
        DetectorAssembly assembly =
                new DetectorAssembly(SeededBundle.numericPipeline(columns), scaler, network, fitted);
        ClusterModel model = clusterModel(random);
        Centroids start = KMeans.fit(points(model, assembly, random), clusters, ITERATIONS, 1)
                .centroids();
        Centroids density = KMeans.fit(fitted, mixture, ITERATIONS, 1).centroids();
        ProjectionFit fit = projections == 0 ? ProjectionFit.NONE : ProjectionFit.of(fitted, projections, 1);
        return assembly.bundle(
                1,
                0,
                model,
                assembly.clusters(ClusterTally.around(model, start)),
                density,
                fit,
                assembly.observe(density, fit, heldOut),
                List.of(),
                provenance(fitted.length, heldOut.length));
    }

    private ClusterModel clusterModel(Random random) {
        if (clusterCode.isEmpty()) {
            return new ClusterModel.LatentCentroids();
        }
        return new ClusterModel.EncodedCentroids(new DenseStack(
                columns(),
                List.of(
                        SeededAutoencoder.layer(random, columns(), widths[1], Activation.TANH),
                        SeededAutoencoder.layer(random, widths[1], clusterCode.getAsInt(), Activation.IDENTITY))));
    }

    /** Codes are as random as their encoder: points spread alike serve as well. */
    private float[][] points(ClusterModel model, DetectorAssembly assembly, Random random) {
        if (model instanceof ClusterModel.LatentCentroids) {
            return assembly.latentPoints();
        }
        float[][] points = new float[ROWS][clusterCode.orElseThrow()];
        for (float[] point : points) {
            for (int i = 0; i < point.length; i++) {
                point[i] = (float) random.nextGaussian();
            }
        }
        return points;
    }

    /** Events that the bundle has not seen. */
    FeatureVector[] events(int count) {
        return rows(new Random(2), count).stream().map(FeatureVector::new).toArray(FeatureVector[]::new);
    }

    private List<double[]> rows(Random random, int count) {
        Random centres = new Random(3);
        double[][] groups = new double[GROUPS][columns()];
        for (double[] group : groups) {
            Arrays.setAll(group, f -> 2 * centres.nextGaussian());
        }
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    double[] group = groups[random.nextInt(GROUPS)];
                    return Arrays.stream(group)
                            .map(c -> c + random.nextGaussian())
                            .toArray();
                })
                .collect(Collectors.toList());
    }

    private static Provenance provenance(int trained, int heldOut) {
        return new Provenance(
                "random networks",
                0,
                0,
                0,
                trained,
                heldOut,
                1,
                "benchmark",
                Provenance.Computation.UNKNOWN,
                Map.of(),
                Map.of());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServedBundle that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** As in {@code 30-64-16-64-30, 64 clusters, mixture of 64}. */
    @Override
    public String toString() {
        String network = Arrays.stream(widths).mapToObj(Integer::toString).collect(Collectors.joining("-"));
        String encoder =
                clusterCode.isEmpty() ? "" : " and %d-%d-%d".formatted(columns(), widths[1], clusterCode.getAsInt());
        return "%s%s, %d clusters, mixture of %d, %d projections"
                .formatted(network, encoder, clusters, mixture, projections);
    }
}
