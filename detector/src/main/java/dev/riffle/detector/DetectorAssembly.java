package dev.riffle.detector;

import dev.riffle.detector.anomaly.DensitySignal;
import dev.riffle.detector.anomaly.ProjectionSignal;
import dev.riffle.detector.anomaly.ReconstructionSignal;
import dev.riffle.detector.anomaly.ScoreCombiner;
import dev.riffle.detector.anomaly.SignalValues;
import dev.riffle.detector.assignment.ClusterAssigner;
import dev.riffle.detector.assignment.ClusterTally;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LineageEntry;
import dev.riffle.detector.encoder.Encoder;
import dev.riffle.detector.kernel.DenseKernel;
import dev.riffle.detector.kernel.Imputation;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.Scaler;
import dev.riffle.detector.projection.Histograms;
import dev.riffle.detector.projection.ProjectionFit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The last steps from a trained encoder to a {@link ModelBundle}: residual scales from the rows that the training kept,
 * what clusters are fitted on, and the calibration of the signals on held-out rows. It runs
 * the encoder and the signals that {@link Detector} runs, so what is calibrated is what is scored. A live object for
 * one thread.
 */
public final class DetectorAssembly {
    /** Smallest residual scale, in standard deviations of the input: keeps near-constant columns from shouting. */
    public static final float LEAST_RESIDUAL_SCALE = 0.1f;

    /** Share of the rows, those with the lowest error, that residual scales are taken from. */
    private static final double SCALED_SHARE = 0.9;

    /**
     * Events that fitted centroids count for at least. With the few rows of a short warm-up as their mass, the first
     * events would move them anywhere, anomalies among them, before there is a calibration to match.
     */
    static final double LEAST_MASS = 500;

    private final Pipeline pipeline;
    private final Scaler scaler;
    private final Encoder encoder;
    private final DenseKernel kernel;
    private final float[][] keptRows;
    private final float[] residualScales;
    private final ReconstructionSignal reconstructionSignal;

    /**
     * @param encoder trained on rows that {@code scaler} scaled
     * @param keptRows scaled training rows that count as normal, at least one
     * @throws IllegalArgumentException if there are no rows
     */
    public DetectorAssembly(Pipeline pipeline, Scaler scaler, Encoder encoder, float[][] keptRows) {
        if (keptRows.length == 0) {
            throw new IllegalArgumentException("no training rows were kept, expected at least 1");
        }
        this.pipeline = pipeline;
        this.scaler = scaler;
        this.encoder = encoder;
        this.keptRows = keptRows;
        kernel = Detector.kernelOf(encoder);
        residualScales = residualScales(reconstructions());
        reconstructionSignal = new ReconstructionSignal(residualScales);
    }

    /**
     * Takes for what is missing what the encoder expects beside the rest, as {@link Detector} does.
     *
     * @param rows raw values, {@code NaN} where one is missing
     * @param scaled the same rows scaled, with the mean where a value is missing; receive what is expected there
     */
    public static void fillMissing(Encoder encoder, double[][] rows, float[][] scaled) {
        DenseKernel kernel = Detector.kernelOf(encoder);
        float[] latent = new float[kernel.latentDimension()];
        float[] reconstruction = new float[kernel.inputs()];
        for (int i = 0; i < rows.length; i++) {
            if (Arrays.stream(rows[i]).anyMatch(Double::isNaN)) {
                kernel.encode(scaled[i], latent);
                kernel.decode(latent, reconstruction);
                Imputation.fill(kernel, rows[i], scaled[i], latent, reconstruction);
            }
        }
    }

    /** Root mean square of each column's residual on the 90 % kept rows of lowest error, with a floor. */
    public float[] residualScales() {
        return residualScales.clone();
    }

    /** Positions of the kept rows in latent space, to fit the clusters on. */
    public float[][] latentPoints() {
        float[][] points = new float[keptRows.length][kernel.latentDimension()];
        for (int i = 0; i < keptRows.length; i++) {
            kernel.encode(keptRows[i], points[i]);
        }
        return points;
    }

    /** The kept rows, scaled, to fit clusters on that have an encoder of their own. */
    public float[][] rows() {
        return keptRows;
    }

    /** Mass and spread of the clusters over the kept rows. */
    public Centroids clusters(ClusterTally tally) {
        float[] latent = new float[kernel.latentDimension()];
        for (float[] row : keptRows) {
            kernel.encode(row, latent);
            tally.add(row, latent);
        }
        return tally.drain();
    }

    /**
     * Puts the bundle together.
     *
     * @param clusterModel assigns events to clusters
     * @param clusters its clusters: fitted on {@link #latentPoints()}, or as {@link #clusters} counted them
     * @param density mixture fitted on scaled rows
     * @param projections fitted on scaled rows, or {@link ProjectionFit#NONE} for a model without them
     * @param values of the signals on events that the models which gave them were not fitted on, such as {@link #observe}
     *     gives; with core distances where the cluster model has core points
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public ModelBundle bundle(
            long modelVersion,
            long parentVersion,
            ClusterModel clusterModel,
            Centroids clusters,
            Centroids density,
            ProjectionFit projections,
            SignalValues values,
            List<LineageEntry> lineage,
            Provenance provenance) {
        Centroids lasting = density.weighingAtLeast(LEAST_MASS);
        Histograms histograms = projections.histograms().weighingAtLeast(LEAST_MASS);
        return new ModelBundle(
                modelVersion,
                parentVersion,
                pipeline,
                scaler,
                encoder,
                residualScales.clone(),
                projections.projections(),
                clusterModel,
                new ClusterState(modelVersion, 0, clusters.weighingAtLeast(LEAST_MASS), lasting, histograms),
                ScoreCombiner.calibrate(values),
                lineage,
                provenance);
    }

    /**
     * What the signals say of events that nothing was fitted on, as if no cell of them had been missing.
     *
     * @param density mixture fitted on scaled rows
     * @param projections fitted on scaled rows, or {@link ProjectionFit#NONE} for a model without them
     * @param rows scaled
     */
    public SignalValues observe(Centroids density, ProjectionFit projections, float[][] rows) {
        DensitySignal densitySignal = new DensitySignal(density.weighingAtLeast(LEAST_MASS));
        ProjectionSignal projectionSignal = new ProjectionSignal(
                projections.projections(), projections.histograms().weighingAtLeast(LEAST_MASS));
        Signals signals = new Signals();
        double[] errors = new double[rows.length];
        double[] sparseness = new double[rows.length];
        double[] rarity = new double[rows.length];
        int[] cells = new int[projectionSignal.count()];
        for (int i = 0; i < rows.length; i++) {
            errors[i] = signals.reconstruct(rows[i]);
            sparseness[i] = densitySignal.measure(rows[i], signals.residual);
            rarity[i] = projectionSignal.measure(rows[i], signals.residual, cells);
        }
        return new SignalValues(
                errors,
                sparseness,
                projectionSignal.count() > 0 ? Optional.of(rarity) : Optional.empty(),
                Optional.empty(),
                new int[rows.length]);
    }

    /** Distances of scaled rows to what is nearest of the clusters, in the space that they lie in. */
    public double[] distances(ClusterModel model, Centroids clusters, float[][] rows) {
        ClusterAssigner assigner = ClusterAssigner.of(model, clusters);
        float[] latent = new float[kernel.latentDimension()];
        float[] position = new float[assigner.dimension()];
        double[] distances = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            kernel.encode(rows[i], latent);
            assigner.assign(rows[i], latent, position);
            distances[i] = assigner.distance();
        }
        return distances;
    }

    private float[][] reconstructions() {
        float[] latent = new float[kernel.latentDimension()];
        float[][] reconstructions = new float[keptRows.length][kernel.inputs()];
        for (int i = 0; i < keptRows.length; i++) {
            kernel.encode(keptRows[i], latent);
            kernel.decode(latent, reconstructions[i]);
        }
        return reconstructions;
    }

    private float[] residualScales(float[][] reconstructions) {
        double[] errors = new double[keptRows.length];
        for (int i = 0; i < errors.length; i++) {
            for (int f = 0; f < keptRows[i].length; f++) {
                double residual = reconstructions[i][f] - keptRows[i][f];
                errors[i] += residual * residual;
            }
        }
        int[] lowest = IntStream.range(0, errors.length)
                .boxed()
                .sorted((a, b) -> Double.compare(errors[a], errors[b]))
                .mapToInt(Integer::intValue)
                .limit(Math.max(1, Math.round(SCALED_SHARE * errors.length)))
                .toArray();
        double[] squares = new double[kernel.inputs()];
        for (int row : lowest) {
            for (int f = 0; f < squares.length; f++) {
                double residual = reconstructions[row][f] - keptRows[row][f];
                squares[f] += residual * residual;
            }
        }
        float[] scales = new float[squares.length];
        for (int f = 0; f < scales.length; f++) {
            scales[f] = Math.max((float) Math.sqrt(squares[f] / lowest.length), LEAST_RESIDUAL_SCALE);
        }
        return scales;
    }

    /** Scratch memory to run encoder and reconstruction signal in. */
    private final class Signals {
        private final float[] latent = new float[kernel.latentDimension()];
        private final float[] reconstruction = new float[kernel.inputs()];
        private final float[] residual = new float[kernel.inputs()];

        /** Fills {@link #residual} and returns the reconstruction signal's value. */
        double reconstruct(float[] scaled) {
            kernel.encode(scaled, latent);
            kernel.decode(latent, reconstruction);
            return reconstructionSignal.measure(scaled, reconstruction, residual);
        }
    }
}
