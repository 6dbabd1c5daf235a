package dev.riffle.jobs.operators;

import dev.riffle.detector.clustering.CentroidSums;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.EventGroup;
import dev.riffle.detector.clustering.LearningStatistics;
import dev.riffle.detector.projection.Histograms;
import dev.riffle.schemas.Centroid;
import dev.riffle.schemas.CentroidStatistics;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import dev.riffle.schemas.FoundedGroup;
import dev.riffle.schemas.codec.CentroidColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                .setNextClusterId(state.nextId())
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
                histograms(snapshot.getHistograms(), like.histograms(), like.histograms()),
                Math.max(snapshot.getNextClusterId(), like.nextId()));
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
                .setFounded(
                        learned.founded().stream().map(ClusterRecords::record).toList())
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
                                like.histograms().bins())),
                statistics.getFounded().stream()
                        .map(group -> group(group, like.latent().dimension()))
                        .toList());
    }

    private static FoundedGroup record(EventGroup group) {
        return new FoundedGroup(
                list(group.centre()),
                list(group.variance()),
                group.members(),
                group.located(),
                group.firstSeenMillis(),
                group.lastSeenMillis());
    }

    private static EventGroup group(FoundedGroup group, int dimension) {
        requireDimension(group.getCentre().size(), dimension, "founded group", 0);
        requireDimension(group.getVariance().size(), dimension, "founded group", 0);
        return new EventGroup(
                array(group.getCentre()),
                array(group.getVariance()),
                group.getMembers(),
                group.getLocated(),
                group.getFirstSeen(),
                group.getLastSeen());
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int d = 0; d < array.length; d++) {
            array[d] = values.get(d);
        }
        return array;
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
        CentroidColumns columns = CentroidColumns.of(records, dimension, space);
        return new Centroids(
                dimension, columns.ids(), columns.masses(), columns.centres(), columns.variances(), columns.lastSeen());
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
            records.add(new CentroidStatistics(sums.ids()[c], sums.counts()[c], gradient, squares, sums.lastSeen()[c]));
        }
        return records;
    }

    /** Sums about the centroids that there are now; those about others, which have died since, are passed over. */
    private static CentroidSums sums(List<CentroidStatistics> records, Centroids like, String space) {
        Map<Long, Integer> indices = new HashMap<>();
        for (int c = 0; c < like.count(); c++) {
            indices.put(like.ids()[c], c);
        }
        CentroidSums sums = CentroidSums.empty(like);
        int dimension = like.dimension();
        for (CentroidStatistics record : records) {
            requireDimension(record.getGradient().size(), dimension, space, record.getId());
            requireDimension(record.getSquares().size(), dimension, space, record.getId());
            Integer c = indices.get(record.getId());
            if (c == null) {
                continue;
            }
            sums.counts()[c] = record.getCount();
            sums.lastSeen()[c] = record.getLastSeen();
            for (int d = 0; d < dimension; d++) {
                sums.gradients()[c * dimension + d] = record.getGradient().get(d);
                sums.squares()[c * dimension + d] = record.getSquares().get(d);
            }
        }
        // Once more through the constructor, which looks at the values.
        return new CentroidSums(
                dimension, sums.ids(), sums.counts(), sums.gradients(), sums.squares(), sums.lastSeen());
    }

    private static void requireDimension(int found, int expected, String space, long index) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    space + " centroid " + index + " has " + found + " dimensions, expected " + expected);
        }
    }
}
