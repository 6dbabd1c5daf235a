package dev.riffle.trainer.training;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.DetectorAssembly;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.bundle.ClusterIds;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.KMeans;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.pipeline.Scaler;
import dev.riffle.detector.pipeline.UnknownLevels;
import dev.riffle.detector.projection.ProjectionFit;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Trains an autoencoder with a very narrow code on trimmed rows, whose residuals score; then fits the clusters that
 * events are assigned to, by a {@link ClusterFitting}, and over the scaled input the density mixture and the projections'
 * histograms. Rows held out calibrate the signals.
 */
public final class AutoencoderTrainer implements DetectorTrainer {
    /** Fewest rows, flagged ones not counted, that a detector is made from. */
    public static final int LEAST_ROWS = 20;

    /**
     * With fewer, centroids sit on the rows themselves, variances vanish and every new event looks sparse. A guard
     * against bad luck rather than a gain: with 16 components on ionosphere's 24 rows one seed of three fell from AUROC
     * 0.87 to 0.80 while the two others were as good or better.
     */
    private static final int LEAST_ROWS_PER_CLUSTER = 4;

    private final TrainingConfig config;
    private final ClusterFitting clustering;

    /** With clusters in the autoencoder's own latent space. */
    public AutoencoderTrainer(TrainingConfig config) {
        this(config, new LatentKMeans());
    }

    /** @throws IllegalArgumentException if the configuration names another algorithm */
    public AutoencoderTrainer(TrainingConfig config, ClusterFitting clustering) {
        this.config = Objects.requireNonNull(config, "config");
        this.clustering = Objects.requireNonNull(clustering, "clustering");
        if (!config.algorithm().equals(clustering.algorithm())) {
            throw new IllegalArgumentException("Training setting algorithm is " + config.algorithm()
                    + "; this trainer expected " + clustering.algorithm());
        }
    }

    @Override
    public String algorithm() {
        return clustering.algorithm();
    }

    @Override
    public ModelBundle train(TrainingRows allRows, TrainingContext context) {
        Nd4jBackend backend = Nd4jBackend.load();
        TrainingRows rows = usable(allRows, context);
        report(context, Progress.Phase.PREPARING);
        RowSplit split = RowSplit.of(rows.rows(), config.holdoutShare(), config.seed());
        Scaler scaler = scaler(split.fitting(), rows, context);
        float[][] scaled = scale(scaler, split.fitting(), rows.width());

        NetworkShape shape = config.scoringShape(rows.width());
        int epochs = config.scoringEpochsFor(scaled.length);
        TrimmedFit.Outcome fit =
                new TrimmedFit(config, epochs).fit(scaled, MissingCells.of(split.fitting()), shape, context.progress());
        DenseAutoencoder encoder = VerifiedExport.of(fit.network(), scaled);
        DetectorAssembly.fillMissing(encoder, split.fitting(), scaled);
        float[][] kept = pick(scaled, fit.kept());
        DetectorAssembly assembly = new DetectorAssembly(context.pipeline(), scaler, encoder, kept);

        report(context, Progress.Phase.CLUSTERING);
        float[][] heldOut = scale(scaler, split.heldOut(), rows.width());
        DetectorAssembly.fillMissing(encoder, split.heldOut(), heldOut);
        ClusterFitting.Clusters clusters = clustering.fit(
                assembly,
                heldOut,
                filled(kept.length, config.latentClusters()),
                FormerClusters.of(context, split.fitting(), fit.kept(), scaler),
                config,
                context.progress());
        // Over all rows: what an anomaly is to the mixture, a small cluster, the autoencoder need not find hard.
        Centroids density = densityMixture(scaled, context).withoutSmallest(mixtureTrim(context));
        int count = config.projectionsFor(rows.width());
        ProjectionFit projections = count == 0 ? ProjectionFit.NONE : ProjectionFit.of(kept, count, config.seed());

        report(context, Progress.Phase.CALIBRATING);
        Map<String, String> settings = new HashMap<>(config.asMap());
        settings.put(
                TrainingSetting.LATENT_WIDTH.key(),
                Integer.toString(config.clusterShape(rows.width()).latent()));
        settings.put(TrainingSetting.HIDDEN_WIDTH.key(), Integer.toString(shape.hidden()));
        settings.put(TrainingSetting.EPOCHS.key(), Integer.toString(epochs));
        settings.put("cause", context.cause());
        ModelBundle bundle = assembly.bundle(
                context.modelVersion(),
                context.parent().map(ModelBundle::modelVersion).orElse(0L),
                clusters.model(),
                clusters.statistics(),
                density,
                projections,
                heldOut,
                List.of(),
                provenance(context, rows, split, settings, backend, Map.of()));
        long unusedId = ClusterIds.firstFree(bundle);
        if (context.parent().isPresent()) {
            ModelBundle parent = context.parent().get();
            bundle = ClusterLineage.inherit(bundle, parent, split.fitting());
            unusedId = Math.max(ClusterIds.firstFreeAfter(parent), ClusterIds.firstFree(bundle));
        }
        settings.put(ClusterIds.NEXT_CLUSTER_ID, Long.toString(unusedId));
        Map<String, Double> figures = holdoutFigures(bundle, split.heldOut());
        figures.putAll(clusters.figures());
        figures.put("finalTrainingLoss", fit.losses()[epochs - 1]);
        return bundle.withProvenance(provenance(context, rows, split, settings, backend, figures));
    }

    private static TrainingRows usable(TrainingRows allRows, TrainingContext context) {
        int columns = context.pipeline().columns().size();
        if (allRows.width() != columns) {
            throw new TrainingFailedException("Training rows have " + allRows.width() + " columns; expected " + columns
                    + ", those of pipeline " + context.pipeline().name());
        }
        TrainingRows rows = allRows.withoutFlagged();
        if (rows.count() < LEAST_ROWS) {
            throw new TrainingFailedException("There are " + rows.count() + " rows to train on, without the "
                    + (allRows.count() - rows.count()) + " flagged ones; expected at least " + LEAST_ROWS);
        }
        return rows;
    }

    /** Rows of a series resemble their neighbours: a small cluster is then a stretch of time, not a group of anomalies. */
    private double mixtureTrim(TrainingContext context) {
        return context.pipeline().isSeries() ? 0 : config.trimShare();
    }

    /** In a series, columns whose level the rows cannot tell count for little. */
    private static Scaler scaler(double[][] fitting, TrainingRows rows, TrainingContext context) {
        Scaler scaler = Scaler.fit(Arrays.asList(fitting), rows.width());
        return context.pipeline().isSeries()
                ? scaler.widened(UnknownLevels.of(context.pipeline(), rows.inOrder()), UnknownLevels.WIDENING)
                : scaler;
    }

    /** Rows of a series that share a window hold much the same, so they count as one where components are filled. */
    private Centroids densityMixture(float[][] points, TrainingContext context) {
        TrainingInterruptedException.throwIfInterrupted("clustering");
        int distinct = points.length / context.pipeline().rowsRemembered();
        return KMeans.fit(points, filled(distinct, config.densityClusters()), LatentKMeans.ITERATIONS, config.seed())
                .centroids();
    }

    /** As many clusters as are wanted and have rows enough. */
    private static int filled(int rows, int clusters) {
        return Math.max(1, Math.min(clusters, rows / LEAST_ROWS_PER_CLUSTER));
    }

    private static Map<String, Double> holdoutFigures(ModelBundle bundle, double[][] heldOut) {
        Detector detector = Detector.of(bundle);
        double[] surprises = new double[heldOut.length];
        double error = 0;
        double sparseness = 0;
        int rare = 0;
        for (int i = 0; i < heldOut.length; i++) {
            Detection detection = detector.score(new FeatureVector(heldOut[i]));
            surprises[i] = detection.surprise();
            error += detection.reconstructionError() / heldOut.length;
            sparseness += detection.sparseness() / heldOut.length;
            rare += detection.tailProbability() <= 0.01 ? 1 : 0;
        }
        Arrays.sort(surprises);
        Map<String, Double> figures = new HashMap<>();
        figures.put("meanReconstructionError", error);
        figures.put("meanSparseness", sparseness);
        figures.put("medianSurprise", surprises[surprises.length / 2]);
        figures.put("shareAtTailProbability0.01", rare / (double) heldOut.length);
        return figures;
    }

    private Provenance provenance(
            TrainingContext context,
            TrainingRows rows,
            RowSplit split,
            Map<String, String> settings,
            Nd4jBackend backend,
            Map<String, Double> figures) {
        return new Provenance(
                clustering.algorithm(),
                context.clock().millis(),
                rows.oldest(),
                rows.newest(),
                split.fitting().length,
                split.heldOut().length,
                config.seed(),
                CodeVersion.read(),
                backend.computation(),
                settings,
                figures);
    }

    private static float[][] scale(Scaler scaler, double[][] rows, int width) {
        float[][] scaled = new float[rows.length][width];
        for (int i = 0; i < rows.length; i++) {
            scaler.scale(rows[i], scaled[i]);
        }
        return scaled;
    }

    private static float[][] pick(float[][] rows, int[] indices) {
        float[][] picked = new float[indices.length][];
        for (int i = 0; i < indices.length; i++) {
            picked[i] = rows[indices[i]];
        }
        return picked;
    }

    private static void report(TrainingContext context, Progress.Phase phase) {
        TrainingInterruptedException.throwIfInterrupted("starting " + phase);
        context.progress().report(new Progress.Step(phase, 0, 0, Double.NaN, Duration.ZERO));
    }
}
