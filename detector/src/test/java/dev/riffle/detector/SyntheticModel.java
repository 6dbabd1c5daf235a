package dev.riffle.detector;

import dev.riffle.detector.anomaly.SignalValues;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import dev.riffle.detector.bundle.SeededBundle.Clusters;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.KMeans;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.Scaler;
import dev.riffle.detector.projection.ProjectionFit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Models that tests train in no time: a linear autoencoder along the principal components, k-means, calibration. */
public final class SyntheticModel {
    private SyntheticModel() {}

    public static ModelBundle train(long version, long seed) {
        List<double[]> rows = new SyntheticStream(seed, 0).normals(3_000);
        return train(version, numericPipeline(SyntheticStream.WIDTH), rows, 2, 3, 6);
    }

    /** A model with clusters of that kind, one for each of {@link SyntheticStream}'s groups. */
    public static ModelBundle train(long version, Pipeline pipeline, Clusters kind) {
        return train(version, pipeline, kind, new SyntheticStream(version, 0).normals(3_000), 2, 3, 6);
    }

    public static ModelBundle train(
            long version, Pipeline pipeline, List<double[]> rows, int latentDimension, int clusters, int components) {
        return train(version, pipeline, Clusters.LATENT_CENTROIDS, rows, latentDimension, clusters, components);
    }

    private static ModelBundle train(
            long version,
            Pipeline pipeline,
            Clusters kind,
            List<double[]> rows,
            int latentDimension,
            int clusters,
            int components) {
        int width = rows.get(0).length;
        Scaler scaler = Scaler.fit(rows, width);
        float[][] scaled = new float[rows.size()][width];
        for (int i = 0; i < scaled.length; i++) {
            scaler.scale(rows.get(i), scaled[i]);
        }
        int kept = scaled.length * 3 / 4;
        float[][] trainingRows = Arrays.copyOfRange(scaled, 0, kept);
        float[][] heldOut = Arrays.copyOfRange(scaled, kept, scaled.length);
        DetectorAssembly assembly = new DetectorAssembly(
                pipeline, scaler, principalComponents(trainingRows, latentDimension), trainingRows);
        SyntheticClusters fitted = SyntheticClusters.fit(kind, assembly, clusters);
        Centroids density = KMeans.fit(assembly.rows(), components, 50, 1).centroids();
        ProjectionFit projections = ProjectionFit.of(assembly.rows(), 20, 1);
        SignalValues values = assembly.observe(density, projections, heldOut);
        if (fitted.model() instanceof ClusterModel.CorePoints) {
            values = values.withCoreDistances(assembly.distances(fitted.model(), fitted.statistics(), heldOut));
        }
        return assembly.bundle(
                version,
                0,
                fitted.model(),
                fitted.statistics(),
                density,
                projections,
                values,
                List.of(),
                new Provenance(
                        "pca",
                        0,
                        0,
                        0,
                        kept,
                        heldOut.length,
                        1,
                        "test",
                        Provenance.Computation.UNKNOWN,
                        Map.of(),
                        Map.of()));
    }

    /** Numeric columns x0, x1, ... */
    public static Pipeline numericPipeline(int width) {
        return Pipeline.ofNumericColumns(
                "synthetic", IntStream.range(0, width).mapToObj(f -> "x" + f).toList());
    }

    /** Encodes onto the leading principal components, found by power iteration with deflation, and back. */
    static DenseAutoencoder principalComponents(float[][] rows, int latentDimension) {
        int width = rows[0].length;
        double[][] covariance = new double[width][width];
        for (float[] row : rows) {
            for (int a = 0; a < width; a++) {
                for (int b = 0; b < width; b++) {
                    covariance[a][b] += (double) row[a] * row[b] / rows.length;
                }
            }
        }
        float[] encode = new float[width * latentDimension];
        float[] decode = new float[latentDimension * width];
        Random random = new Random(1);
        for (int c = 0; c < latentDimension; c++) {
            double[] component = random.doubles(width, -1, 1).toArray();
            double eigenvalue = 0;
            for (int i = 0; i < 200; i++) {
                component = times(covariance, component);
                eigenvalue = Math.sqrt(dot(component, component));
                for (int f = 0; f < width; f++) {
                    component[f] /= eigenvalue;
                }
            }
            for (int a = 0; a < width; a++) {
                encode[a * latentDimension + c] = (float) component[a];
                decode[c * width + a] = (float) component[a];
                for (int b = 0; b < width; b++) {
                    covariance[a][b] -= eigenvalue * component[a] * component[b];
                }
            }
        }
        return new DenseAutoencoder(
                List.of(
                        new DenseLayer(width, latentDimension, encode, new float[latentDimension], Activation.IDENTITY),
                        new DenseLayer(latentDimension, width, decode, new float[width], Activation.IDENTITY)),
                1);
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = dot(matrix[i], vector);
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
