package dev.riffle.detector;

import dev.riffle.detector.anomaly.DensitySignal;
import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.anomaly.Explanation.Contribution;
import dev.riffle.detector.anomaly.FeatureShares;
import dev.riffle.detector.anomaly.ProjectionSignal;
import dev.riffle.detector.anomaly.ReconstructionSignal;
import dev.riffle.detector.anomaly.ScoreCombiner;
import dev.riffle.detector.assignment.ClusterAssigner;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.DistancePercentile;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.Encoder;
import dev.riffle.detector.kernel.DenseKernel;
import dev.riffle.detector.kernel.Imputation;
import dev.riffle.detector.kernel.Standardising;
import dev.riffle.detector.pipeline.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Scores events with one model. A live object for one thread: it owns scratch memory and the centroids in use, while
 * {@link ModelBundle} and {@link ClusterState} are its immutable snapshots. Scoring never changes what it knows.
 */
public final class Detector {
    private final ModelBundle bundle;

    private final int width;
    private final Standardising standardising;
    private final DenseKernel kernel;
    private final ReconstructionSignal reconstructionSignal;
    private final ScoreCombiner combiner;
    private final ClusterAssigner assigner;
    private final ProjectionSignal projectionSignal;
    private final float[] latent;
    private final float[] reconstruction;
    private ClusterState clusters;
    private DensitySignal densitySignal;

    private Detector(ModelBundle bundle) {
        this.bundle = bundle;
        width = bundle.encoder().inputs();
        standardising = bundle.scaler().kernel();
        kernel = kernelOf(bundle.encoder());
        reconstructionSignal = new ReconstructionSignal(bundle.residualScales());
        combiner = bundle.scores();
        assigner = ClusterAssigner.of(bundle.clusterModel(), bundle.clusters().latent());
        latent = new float[kernel.latentDimension()];
        reconstruction = new float[width];
        clusters = bundle.clusters();
        densitySignal = new DensitySignal(clusters.density());
        projectionSignal = new ProjectionSignal(bundle.projections(), clusters.histograms());
    }

    static DenseKernel kernelOf(Encoder encoder) {
        if (encoder instanceof DenseAutoencoder dense) {
            return DenseKernel.of(dense);
        }
        throw new IllegalArgumentException("no kernel runs an encoder of " + encoder.getClass());
    }

    /** A detector for the bundle with the centroids that the bundle carries. */
    public static Detector of(ModelBundle bundle) {
        return new Detector(bundle);
    }

    public ModelBundle bundle() {
        return bundle;
    }

    /** Name of the kernel that scores: {@code vector-256} (bits) or {@code plain}. */
    public String kernel() {
        return kernel.name();
    }

    /** The centroids in use. */
    public ClusterState clusters() {
        return clusters;
    }

    /**
     * Takes newer centroids of the same model into use.
     *
     * @throws IllegalArgumentException if they are another model's or of other dimensions
     */
    public void adopt(ClusterState newer) {
        if (newer.modelVersion() != bundle.modelVersion()) {
            throw new IllegalArgumentException("centroids of model version " + newer.modelVersion()
                    + " were offered to a detector of model version " + bundle.modelVersion());
        }
        if (!newer.hasShapeOf(clusters)) {
            throw new IllegalArgumentException("centroids " + newer.latent() + " and " + newer.density()
                    + " were offered, expected the shape of " + clusters.latent() + " and " + clusters.density());
        }
        if (newer.latent().count() != clusters.latent().count()
                && !bundle.clusterModel().growing()) {
            throw new IllegalArgumentException(newer.latent().count() + " clusters were offered, expected "
                    + clusters.latent().count() + ": only a training gives this kind of model others");
        }
        clusters = newer;
        assigner.use(newer.latent());
        densitySignal = new DensitySignal(newer.density());
        projectionSignal.use(newer.histograms());
    }

    /**
     * Scores an event.
     *
     * @throws IllegalArgumentException if the vector's width is not the pipeline's, or a value is infinite
     */
    public Detection score(FeatureVector features) {
        Detection detection = room();
        score(features, detection);
        return detection;
    }

    /** A detection of no event yet, for {@link #score(FeatureVector, Detection)} to write to. */
    public Detection room() {
        return new Detection(width, projectionSignal.count(), assigner.dimension());
    }

    /**
     * Scores an event into a detection that is used again and again, which allocates nothing.
     *
     * @param into made by this detector's {@link #room()}, or that of one for the same model; overwritten
     * @throws IllegalArgumentException if the vector's width is not the pipeline's, a value is infinite, or the detection
     *     is another model's
     */
    public void score(FeatureVector features, Detection into) {
        double[] values = features.values();
        requireWidth(values);
        if (!into.hasRoomFor(width, projectionSignal.count(), assigner.dimension())) {
            throw new IllegalArgumentException("a detection of " + into.scaled().length + " columns, "
                    + into.cells().length + " projections and a position of " + into.position().length
                    + " dimensions was handed in, expected " + width + ", " + projectionSignal.count() + " and "
                    + assigner.dimension());
        }
        float[] scaled = into.scaled();
        float[] residual = into.residual();
        boolean finite = standardising.apply(values, scaled);
        if (!finite) {
            requireNoInfinity(values);
        }
        kernel.encode(scaled, latent);
        kernel.decode(latent, reconstruction);
        int missing = finite ? 0 : Imputation.fill(kernel, values, scaled, latent, reconstruction);

        assigner.assign(scaled, latent, into.position());
        int cluster = assigner.cluster();
        double distance = assigner.distance();
        into.assign(cluster, clusters.latent().ids()[cluster], distance, assigner.isNoise());

        double error = reconstructionSignal.measure(scaled, reconstruction, residual);
        double sparseness = densitySignal.measure(scaled, residual);
        double rarity = projectionSignal.measure(scaled, residual, into.cells());
        into.measure(densitySignal.nearest(), error, sparseness, rarity);

        double errorSurprise = combiner.reconstruction().surprise(error);
        double sparsenessSurprise = combiner.densitySurprise(sparseness, rarity, distance);
        into.surprise(errorSurprise, sparsenessSurprise, combiner.combine(errorSurprise, sparsenessSurprise, missing));
    }

    private void requireWidth(double[] values) {
        if (values.length != width) {
            throw new IllegalArgumentException(
                    "feature vector has " + values.length + " values, the model expects " + width);
        }
    }

    private void requireNoInfinity(double[] values) {
        for (int f = 0; f < values.length; f++) {
            if (Double.isInfinite(values[f])) {
                throw new IllegalArgumentException("feature "
                        + bundle.pipeline().columns().get(f) + " is " + values[f] + ", expected a finite value or NaN");
            }
        }
    }

    /**
     * Why the event got its score; computed on demand, against the centroids in use. A column's share is what its value
     * alone adds to the surprise: the fall when the expected value takes its place, and a little of what the column
     * contributes to the signals by {@link FeatureShares}, which decides where no single column makes a difference.
     *
     * @param features the vector that the detection was made of
     */
    public Explanation explain(FeatureVector features, Detection detection) {
        double[] parts = FeatureShares.of(
                detection,
                clusters.density(),
                projectionSignal.parts(detection.scaled(), detection.residual()),
                combiner);
        kernel.encode(detection.scaled(), latent);
        kernel.decode(latent, reconstruction);
        double[] expectedValues = new double[width];
        for (int f = 0; f < width; f++) {
            expectedValues[f] = bundle.scaler().unscale(f, reconstruction[f]);
        }
        double[] shares = Counterfactual.shares(this, features, expectedValues, parts);
        List<Column> columns = bundle.pipeline().columnDetails();
        List<Contribution> contributions = new ArrayList<>(shares.length);
        for (int f = 0; f < shares.length; f++) {
            Column column = columns.get(f);
            double expected = expectedValues[f];
            contributions.add(new Contribution(
                    column.name(),
                    column.feature(),
                    shares[f],
                    column.toOwnUnit(features.values()[f]),
                    column.toOwnUnit(expected),
                    column.window()));
        }
        contributions.sort(Comparator.comparingDouble(Contribution::share).reversed());
        return new Explanation(
                DistancePercentile.of(
                        bundle.clusterModel(), clusters.latent(), detection.clusterIndex(), detection.distance()),
                contributions);
    }
}
