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
import dev.riffle.trainer.clustering.ClusterModel;
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
    /** Share of the core points that have another within the radius. */
    private static final double REACHED = 0.99;

    /** @throws TrainingFailedException if there is no cluster */
    static ServedClusters of(ClusterModel fitted, int columns, DetectorAssembly assembly) {
        if (fitted instanceof ClusterModel.Centroids centroids) {
            return ofCentroids(centroids, columns, assembly);
        }
        if (fitted instanceof ClusterModel.Mixture mixture) {
            return ofMixture(mixture, assembly);
        }
        return ofCorePoints((ClusterModel.CorePoints) fitted, columns, assembly);
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

    private static ServedClusters ofCorePoints(ClusterModel.CorePoints fitted, int columns, DetectorAssembly assembly) {
        int[] labels = Arrays.stream(fitted.clusters()).distinct().sorted().toArray();
        int[] clusters = Arrays.stream(fitted.clusters())
                .map(label -> Arrays.binarySearch(labels, label))
                .toArray();
        DenseStack encoder = new DenseStack(columns, fitted.encoder());
        float[] points = flat(fitted.points());
        double radius = Math.max(fitted.radius(), reach(points, encoder.outputs()));
        if (!(radius > 0)) {
            throw new TrainingFailedException(
                    "There is no cluster of any extent: all rows are noise, or all are equal");
        }
        CorePoints model = new CorePoints(encoder, points, clusters, radius);
        return new ServedClusters(model, assembly.clusters(ClusterTally.of(model)), labels);
    }

    /**
     * How far most core points are from their nearest neighbour. Where every row is a core point, the rows' own
     * distances to them, all 0, say nothing of how far a new event may be.
     */
    private static double reach(float[] points, int dimension) {
        Distances distances = Distances.to(points, dimension);
        float[] squared = new float[distances.count()];
        float[] point = new float[dimension];
        double[] nearest = new double[distances.count()];
        for (int i = 0; i < nearest.length; i++) {
            System.arraycopy(points, i * dimension, point, 0, dimension);
            distances.squared(point, squared);
            squared[i] = Float.POSITIVE_INFINITY;
            nearest[i] = squared.length == 1 ? 0 : Math.sqrt(squared[Distances.nearest(squared)]);
        }
        Arrays.sort(nearest);
        return nearest[(int) (REACHED * (nearest.length - 1))];
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
        }
        return flat;
    }
}
