package dev.riffle.jobs.operators;

import dev.riffle.detector.clustering.CentroidSums;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LearningStatistics;
import dev.riffle.detector.projection.Histograms;
import dev.riffle.schemas.Centroid;
import dev.riffle.schemas.CentroidStatistics;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Centroids and statistics between the detector's form (arrays) and the travelling form (records). */
final class ClusterRecords {
    private ClusterRecords() {}

    static ClusterSnapshot snapshot(ClusterState state, long nowMillis) {
        return ClusterSnapshot.newBuilder()
                .setModelVersion(state.modelVersion())
                .setClustersVersion(state.version())
                .setTime(nowMillis)
                .setLatent(records(state.latent()))
                .setDensity(records(state.density()))
                .setHistograms(list(state.histograms()))
                .build();
    }

    /**
     * @param like centroids of the same model, for the dimensions of its spaces
     * @throws IllegalArgumentException if a centroid has other dimensions
     */
    static ClusterState state(ClusterSnapshot snapshot, ClusterState like) {
        return new ClusterState(
                snapshot.getModelVersion(),
                snapshot.getClustersVersion(),
                centroids(snapshot.getLatent(), like.latent().dimension(), "latent"),
                centroids(snapshot.getDensity(), like.density().dimension(), "density"),
                histograms(snapshot.getHistograms(), like.histograms(), like.histograms()));
    }

    static ClusterStatistics statistics(LearningStatistics learned) {
        return ClusterStatistics.newBuilder()
                .setModelVersion(learned.modelVersion())
                .setClustersVersion(learned.clustersVersion())
                .setEvents(learned.events())
                .setLearned(learned.learned())
                .setLatent(records(learned.latent()))
                .setDensity(records(learned.density()))
                .setHistograms(learned.histograms().isEmpty() ? List.of() : list(learned.histograms()))
                .build();
    }

    /**
     * @param like centroids of the same model, for the number and dimensions of centroids
     * @throws IllegalArgumentException if the statistics do not fit them
     */
    static LearningStatistics learned(ClusterStatistics statistics, ClusterState like) {
        return new LearningStatistics(
                statistics.getModelVersion(),
                statistics.getClustersVersion(),
                statistics.getEvents(),
                statistics.getLearned(),
                sums(statistics.getLatent(), like.latent(), "latent"),
                sums(statistics.getDensity(), like.density(), "density"),
                histograms(
                        statistics.getHistograms(),
                        like.histograms(),
                        Histograms.empty(
                                like.histograms().projections(),
                                like.histograms().bins())));
    }

    private static List<Double> list(Histograms histograms) {
        return DoubleStream.of(histograms.masses()).boxed().toList();
    }

    /** @param absent what an empty list stands for */
    private static Histograms histograms(List<Double> masses, Histograms like, Histograms absent) {
        if (masses.isEmpty()) {
            return absent;
        }
        if (masses.size() != like.masses().length) {
            throw new IllegalArgumentException(
                    "histograms have " + masses.size() + " bins, expected " + like.masses().length);
        }
        return new Histograms(
                like.bins(), masses.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static List<Centroid> records(Centroids centroids) {
        int dimension = centroids.dimension();
        List<Centroid> records = new ArrayList<>(centroids.count());
        for (int c = 0; c < centroids.count(); c++) {
            List<Float> centre = new ArrayList<>(dimension);
            List<Float> variance = new ArrayList<>(dimension);
            for (int d = 0; d < dimension; d++) {
                centre.add(centroids.centres()[c * dimension + d]);
                variance.add(centroids.variances()[c * dimension + d]);
            }
            records.add(new Centroid(
                    centroids.ids()[c],
                    centroids.masses()[c],
                    centre,
                    variance,
                    centroids.lastSeen()[c]));
        }
        return records;
    }

    private static Centroids centroids(List<Centroid> records, int dimension, String space) {
        int count = records.size();
        long[] ids = new long[count];
        double[] masses = new double[count];
        float[] centres = new float[count * dimension];
        float[] variances = new float[count * dimension];
        long[] lastSeen = new long[count];
        for (int c = 0; c < count; c++) {
            Centroid record = records.get(c);
            requireDimension(record.getCentre().size(), dimension, space, c);
            requireDimension(record.getVariance().size(), dimension, space, c);
            ids[c] = record.getId();
            masses[c] = record.getMass();
            lastSeen[c] = record.getLastSeen();
            for (int d = 0; d < dimension; d++) {
                centres[c * dimension + d] = record.getCentre().get(d);
                variances[c * dimension + d] = record.getVariance().get(d);
            }
        }
        return new Centroids(dimension, ids, masses, centres, variances, lastSeen);
    }

    private static List<CentroidStatistics> records(CentroidSums sums) {
        int dimension = sums.dimension();
        List<CentroidStatistics> records = new ArrayList<>();
        for (int c = 0; c < sums.counts().length; c++) {
            if (sums.counts()[c] == 0) {
                continue;
            }
            List<Double> gradient = new ArrayList<>(dimension);
            List<Double> squares = new ArrayList<>(dimension);
            for (int d = 0; d < dimension; d++) {
                gradient.add(sums.gradients()[c * dimension + d]);
                squares.add(sums.squares()[c * dimension + d]);
            }
            records.add(new CentroidStatistics(c, sums.counts()[c], gradient, squares, sums.lastSeen()[c]));
        }
        return records;
    }

    private static CentroidSums sums(List<CentroidStatistics> records, Centroids like, String space) {
        int count = like.count();
        int dimension = like.dimension();
        double[] counts = new double[count];
        double[] gradients = new double[count * dimension];
        double[] squares = new double[count * dimension];
        long[] lastSeen = new long[count];
        for (CentroidStatistics record : records) {
            int c = record.getIndex();
            if (c < 0 || c >= count) {
                throw new IllegalArgumentException(
                        space + " statistics name centroid " + c + ", expected 0 to " + (count - 1));
            }
            requireDimension(record.getGradient().size(), dimension, space, c);
            requireDimension(record.getSquares().size(), dimension, space, c);
            counts[c] = record.getCount();
            lastSeen[c] = record.getLastSeen();
            for (int d = 0; d < dimension; d++) {
                gradients[c * dimension + d] = record.getGradient().get(d);
                squares[c * dimension + d] = record.getSquares().get(d);
            }
        }
        return new CentroidSums(dimension, counts, gradients, squares, lastSeen);
    }

    private static void requireDimension(int found, int expected, String space, int index) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    space + " centroid " + index + " has " + found + " dimensions, expected " + expected);
        }
    }
}
