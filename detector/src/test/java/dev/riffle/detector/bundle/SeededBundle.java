package dev.riffle.detector.bundle;

import dev.riffle.detector.anomaly.Calibration;
import dev.riffle.detector.anomaly.MissingCellAllowance;
import dev.riffle.detector.anomaly.ScoreCombiner;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LineageEntry;
import dev.riffle.detector.encoder.Activation;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.encoder.SeededAutoencoder;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.Scaler;
import dev.riffle.detector.projection.Histograms;
import dev.riffle.detector.projection.ProjectionFit;
import dev.riffle.detector.projection.Projections;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Test data: model bundles with random weights, centroids and calibrations, the same for the same settings. They are
 * consistent and can score, but have learned nothing.
 */
public final class SeededBundle {
    private final long seed;
    private long modelVersion = 1;
    private long parentVersion;
    private Pipeline pipeline = numericPipeline(3);
    private int hidden = 8;
    private int latentDimension = 2;
    private int clusters = 4;
    private int mixtureCentroids = 5;
    private int calibrationRows = 50;
    private Activation activation = Activation.TANH;
    private int projections = 12;
    private Clusters kind = Clusters.LATENT_CENTROIDS;
    private int corePointsPerCluster = 3;
    private MissingCellAllowance missingCells = MissingCellAllowance.NONE;

    /** Kinds of cluster models. */
    public enum Clusters {
        LATENT_CENTROIDS,
        /** Of an encoder with one hidden layer and a code as wide as latent space. */
        ENCODED_CENTROIDS,
        /** Of an encoder without layers. */
        INPUT_CENTROIDS,
        AUTOENCODER_MIXTURE,
        CORE_POINTS
    }

    private SeededBundle(long seed) {
        this.seed = seed;
    }

    /** Settings of a small bundle: 3 columns, 8 hidden units, 2 latent dimensions, 4 clusters, no parent. */
    public static SeededBundle seed(long seed) {
        return new SeededBundle(seed);
    }

    /** A pipeline of so many numeric features {@code x0}, {@code x1}, ... without history, keyed by {@code key}. */
    public static Pipeline numericPipeline(int columns) {
        String features = IntStream.range(0, columns)
                .mapToObj(i -> "  - {name: x" + i + ", type: number, field: x" + i + "}\n")
                .collect(Collectors.joining());
        return Pipeline.parse(
                "name: numeric\nevent: {id: id, keys: [key], time: time}\nfeatures:\n" + features, "test data");
    }

    public SeededBundle version(long newModelVersion, long newParentVersion) {
        modelVersion = newModelVersion;
        parentVersion = newParentVersion;
        return this;
    }

    public SeededBundle pipeline(Pipeline newPipeline) {
        pipeline = newPipeline;
        return this;
    }

    /** Widths of the autoencoder's hidden layers and of its latent space. */
    public SeededBundle network(int newHidden, int newLatentDimension, Activation newActivation) {
        hidden = newHidden;
        latentDimension = newLatentDimension;
        activation = newActivation;
        return this;
    }

    /** Numbers of centroids in latent space and of the density mixture. */
    public SeededBundle centroids(int latent, int mixture) {
        clusters = latent;
        mixtureCentroids = mixture;
        return this;
    }

    /** Number of projections; 0 makes a model without that signal. */
    public SeededBundle projections(int count) {
        projections = count;
        return this;
    }

    public SeededBundle clusterModel(Clusters newKind) {
        kind = newKind;
        return this;
    }

    /** Core points of each cluster, where clusters have them. */
    public SeededBundle corePoints(int perCluster) {
        corePointsPerCluster = perCluster;
        return this;
    }

    /** What events are allowed for their missing cells; nothing unless it is said. */
    public SeededBundle missingCells(MissingCellAllowance allowance) {
        missingCells = allowance;
        return this;
    }

    public SeededBundle calibrationRows(int rows) {
        calibrationRows = rows;
        return this;
    }

    public ModelBundle build() {
        Random random = new Random(seed);
        int width = pipeline.columns().size();
        DenseAutoencoder encoder =
                SeededAutoencoder.of(random.nextLong(), activation, width, hidden, latentDimension, hidden, width);
        ClusterModel clusterModel = clusterModel(width);
        Centroids latent = centroids(random, clusters, clusterModel.dimension(latentDimension));
        ProjectionFit projectionFit = projectionFit(width);
        return new ModelBundle(
                modelVersion,
                parentVersion,
                pipeline,
                new Scaler(doubles(random, width, -100, 100), doubles(random, width, 0.1, 10), Scaler.DEFAULT_LIMIT),
                encoder,
                floats(random, width, 0.1, 2),
                projectionFit.projections(),
                clusterModel,
                new ClusterState(
                        modelVersion,
                        0,
                        latent,
                        centroids(random, mixtureCentroids, 2 * width),
                        projectionFit.histograms()),
                scores(random),
                lineage(random, latent),
                provenance(random));
    }

    /** Random numbers of its own: golden bundles have the others. */
    private ClusterModel clusterModel(int width) {
        Random random = new Random(seed + 1);
        return switch (kind) {
            case LATENT_CENTROIDS -> new ClusterModel.LatentCentroids();
            case ENCODED_CENTROIDS -> new ClusterModel.EncodedCentroids(encoder(random, width));
            case INPUT_CENTROIDS -> new ClusterModel.EncodedCentroids(new DenseStack(width, List.of()));
            case AUTOENCODER_MIXTURE ->
                new ClusterModel.AutoencoderMixture(IntStream.range(0, clusters)
                        .mapToObj(i -> SeededAutoencoder.of(
                                random.nextLong(), activation, width, hidden, latentDimension, hidden, width))
                        .toList());
            case CORE_POINTS ->
                new ClusterModel.CorePoints(
                        encoder(random, width),
                        floats(random, corePointsPerCluster * clusters * latentDimension, -3, 3),
                        IntStream.range(0, corePointsPerCluster * clusters)
                                .map(i -> i % clusters)
                                .toArray(),
                        0.5 + random.nextDouble());
        };
    }

    /** Random numbers of its own, and none of {@link ProjectionFit#of}, for the golden bundles' sake. */
    private ProjectionFit projectionFit(int width) {
        if (projections == 0) {
            return ProjectionFit.NONE;
        }
        Random random = new Random(seed + 2);
        int[] reads = new int[2 * projections];
        for (int i = 0; i < reads.length; i++) {
            reads[i] = (i % 2 + 2 * random.nextInt(width)) % (2 * width);
        }
        int bins = 6;
        return new ProjectionFit(
                new Projections(
                        2 * width,
                        reads,
                        floats(random, reads.length, -2, 2),
                        floats(random, projections, -4, -3),
                        floats(random, projections, 0.9, 1.2)),
                new Histograms(bins, doubles(random, projections * (bins + 2), 0, 50)));
    }

    private DenseStack encoder(Random random, int width) {
        DenseLayer first = SeededAutoencoder.layer(random, width, hidden, activation);
        DenseLayer second = SeededAutoencoder.layer(random, hidden, latentDimension, Activation.IDENTITY);
        return new DenseStack(width, List.of(first, second));
    }

    private ScoreCombiner scores(Random random) {
        Calibration reconstruction = calibration(random, 0, 5);
        Calibration density = calibration(random, -20, 30);
        Calibration combined = calibration(random, 0, 8);
        Optional<Calibration> coreDistance =
                kind == Clusters.CORE_POINTS ? Optional.of(calibration(random, 0, 4)) : Optional.empty();
        Optional<Calibration> projection =
                projections > 0 ? Optional.of(calibration(new Random(seed + 3), -2, 6)) : Optional.empty();
        return new ScoreCombiner(reconstruction, density, projection, coreDistance, missingCells, combined);
    }

    private static Centroids centroids(Random random, int count, int dimension) {
        long firstId = random.nextInt(1000);
        return new Centroids(
                dimension,
                IntStream.range(0, count).mapToLong(i -> firstId + i).toArray(),
                doubles(random, count, 0, 500),
                floats(random, count * dimension, -3, 3),
                floats(random, count * dimension, 0, 1),
                LongStream.generate(() -> Math.floorMod(random.nextLong(), 2_000_000_000_000L))
                        .limit(count)
                        .toArray());
    }

    /** Not by {@link Calibration#of}: golden bundles must not change with how calibrations are fitted. */
    private Calibration calibration(Random random, double from, double to) {
        double[] knots = doubles(random, calibrationRows, from, to);
        Arrays.sort(knots);
        return new Calibration(
                knots, calibrationRows, knots[(int) (0.98 * (knots.length - 1))], 0.1 + random.nextDouble());
    }

    private List<LineageEntry> lineage(Random random, Centroids latent) {
        if (parentVersion == 0) {
            return List.of();
        }
        return IntStream.range(0, latent.count())
                .mapToObj(i -> new LineageEntry(i, latent.ids()[i], random.nextDouble()))
                .toList();
    }

    private Provenance provenance(Random random) {
        long from = 1_500_000_000_000L + random.nextInt();
        return new Provenance(
                "seeded",
                from + 100_000_000L,
                from,
                from + 86_400_000L,
                random.nextInt(100_000),
                random.nextInt(10_000),
                seed,
                "0.1.0-test",
                kind == Clusters.LATENT_CENTROIDS
                        ? Provenance.Computation.UNKNOWN
                        : new Provenance.Computation("CpuBackend", "SkylakeX", 2),
                Map.of("hidden", Integer.toString(hidden), "activation", activation.name(), "größe", "groß"),
                Map.of("loss", random.nextDouble(), "tiny", Double.MIN_VALUE, "auroc", random.nextDouble()));
    }

    /** Only {@link Random}'s specified methods: its streams of bounded numbers may change with the JDK. */
    private static double[] doubles(Random random, int count, double from, double to) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + random.nextDouble() * (to - from);
        }
        return values;
    }

    private static float[] floats(Random random, int count, double from, double to) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (from + random.nextDouble() * (to - from));
        }
        return values;
    }
}
