package dev.riffle.trainer.serving;

import dev.riffle.detector.DetectorAssembly;
import dev.riffle.detector.assignment.ClusterTally;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.kernel.Distances;
import dev.riffle.detector.kernel.StackKernel;
import dev.riffle.trainer.clustering.ClusterModel;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.training.TrainingFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an algorithm fitted, as a detector serves it: clusters that no row went to are left out.
 *
 * @param statistics over all rows
 * @param fittedIndex the algorithm's own number of each cluster
 */
record ServedClusters(dev.riffle.detector.clustering.ClusterModel model, Centroids statistics, int[] fittedIndex) {
    /** Share of the held-out rows that are noise though the algorithm found none. */
    private static final double BEYOND = 0.01;

    /**
     * @param heldOutRows scaled rows that nothing was fitted on, at least one
     * @throws TrainingFailedException if there is no cluster
     */
    static ServedClusters of(FittedClustering fitted, DetectorAssembly assembly, float[][] heldOutRows) {
        int columns = heldOutRows[0].length;
        if (fitted.model() instanceof ClusterModel.Centroids centroids) {
            return ofCentroids(centroids, columns, assembly);
        }
        if (fitted.model() instanceof ClusterModel.Mixture mixture) {
            return ofMixture(mixture, assembly);
        }
        return ofCorePoints(
                (ClusterModel.CorePoints) fitted.model(), noiseShare(fitted.assignment()), assembly, heldOutRows);
    }

    private static double noiseShare(int[] assignment) {
        return Arrays.stream(assignment)
                        .filter(cluster -> cluster == ClusteringAlgorithm.NOISE)
                        .count()
                / (double) assignment.length;
    }

    private static ServedClusters ofCentroids(ClusterModel.Centroids fitted, int columns, DetectorAssembly assembly) {
        EncodedCentroids model = new EncodedCentroids(new DenseStack(columns, fitted.encoder()));
        return ofUsed(fitted.centres().length, assembly, used -> {
            float[] centres =
                    flat(Arrays.stream(used).mapToObj(j -> fitted.centres()[j]).toArray(float[][]::new));
            return new Candidate(
                    model,
                    ClusterTally.around(
                            model,
                            Centroids.fresh(
                                    model.encoder().outputs(),
                                    new double[used.length],
                                    centres,
                                    new float[centres.length])));
        });
    }

    private static ServedClusters ofMixture(ClusterModel.Mixture fitted, DetectorAssembly assembly) {
        List<DenseAutoencoder> autoencoders = new ArrayList<>();
        for (int j = 0; j < fitted.encoders().size(); j++) {
            List<DenseLayer> layers = new ArrayList<>(fitted.encoders().get(j));
            layers.addAll(fitted.decoders().get(j));
            autoencoders.add(
                    new DenseAutoencoder(layers, fitted.encoders().get(j).size()));
        }
        return ofUsed(autoencoders.size(), assembly, used -> {
            AutoencoderMixture model = new AutoencoderMixture(
                    Arrays.stream(used).mapToObj(autoencoders::get).toList());
            return new Candidate(model, ClusterTally.of(model));
        });
    }

    /** A model and what counts rows into it. */
    private record Candidate(dev.riffle.detector.clustering.ClusterModel model, ClusterTally tally) {}

    /** Counts all clusters first, and once more without those that stayed empty. */
    private static ServedClusters ofUsed(int clusters, DetectorAssembly assembly, CandidateOf candidate) {
        int[] all = IntStream.range(0, clusters).toArray();
        Candidate first = candidate.of(all);
        Centroids counted = assembly.clusters(first.tally());
        int[] used = IntStream.of(all).filter(j -> counted.masses()[j] > 0).toArray();
        if (used.length == clusters) {
            return new ServedClusters(first.model(), counted, all);
        }
        Candidate second = candidate.of(used);
        return new ServedClusters(second.model(), assembly.clusters(second.tally()), used);
    }

    /** Makes a candidate of some clusters. */
    @FunctionalInterface
    private interface CandidateOf {
        Candidate of(int[] used);
    }

    private static ServedClusters ofCorePoints(
            ClusterModel.CorePoints fitted, double noiseShare, DetectorAssembly assembly, float[][] heldOutRows) {
        int[] labels = Arrays.stream(fitted.clusters()).distinct().sorted().toArray();
        int[] clusters = Arrays.stream(fitted.clusters())
                .map(label -> Arrays.binarySearch(labels, label))
                .toArray();
        DenseStack encoder = new DenseStack(heldOutRows[0].length, fitted.encoder());
        float[] points = flat(fitted.points());
        double radius = Math.max(fitted.radius(), reach(encoder, points, heldOutRows, noiseShare));
        if (!(radius > 0)) {
            throw new TrainingFailedException(
                    "There is no cluster of any extent: all rows are noise, or all are equal");
        }
        CorePoints model = new CorePoints(encoder, points, clusters, radius);
        return new ServedClusters(model, assembly.clusters(ClusterTally.of(model)), labels);
    }

    /**
     * The radius that leaves as large a share of the held-out rows outside as the algorithm called noise, and
     * {@value #BEYOND} more. An encoder puts the rows that it learned from closer together than others, so the radius
     * that fits those would make noise of every second event.
     */
    private static double reach(DenseStack encoder, float[] points, float[][] heldOutRows, double noiseShare) {
        StackKernel kernel = StackKernel.of(encoder);
        Distances distances = Distances.to(points, encoder.outputs());
        float[] code = new float[encoder.outputs()];
        float[] squared = new float[distances.count()];
        double[] nearest = new double[heldOutRows.length];
        for (int i = 0; i < nearest.length; i++) {
            kernel.run(heldOutRows[i], code);
            distances.squared(code, squared);
            nearest[i] = Math.sqrt(squared[Distances.nearest(squared)]);
        }
        Arrays.sort(nearest);
        return nearest[(int) Math.ceil(Math.max(0, 1 - noiseShare - BEYOND) * (nearest.length - 1))];
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
        }
        return flat;
    }
}
