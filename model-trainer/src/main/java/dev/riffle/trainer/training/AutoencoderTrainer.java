package dev.riffle.trainer.training;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.anomaly.SignalValues;
import dev.riffle.detector.bundle.ClusterIds;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.Provenance;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;
import dev.riffle.detector.pipeline.Scaler;
import dev.riffle.detector.pipeline.UnknownLevels;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Trains an autoencoder with a very narrow code on trimmed rows, whose residuals score; then fits the clusters that
 * events are assigned to, by a {@link ClusterFitting}, and over the scaled input the density mixture and the projections'
 * histograms ({@link SignalFit}). Rows held out calibrate the signals, where they are few with a {@link CrossFit}.
 */
public final class AutoencoderTrainer implements DetectorTrainer {
    /** Fewest rows, flagged ones not counted, that a detector is made from. */
    public static final int LEAST_ROWS = 20;

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
        SignalFit fit = SignalFit.of(
                split.fitting(),
                scaler(split.fitting(), rows, context),
                context.pipeline(),
                config,
                context.progress());

        report(context, Progress.Phase.CLUSTERING);
        ClusterFitting.Clusters clusters = clustering.fit(
                fit.assembly(),
                fit.scaled(split.heldOut()),
                SignalFit.filled(fit.keptRows().length, config.latentClusters()),
                FormerClusters.of(context, split.fitting(), fit.keptIndices(), fit.scaler()),
                config,
                context.progress());

        report(context, Progress.Phase.CALIBRATING);
        Map<String, String> settings = new HashMap<>(config.asMap());
        settings.put(
                TrainingSetting.LATENT_WIDTH.key(),
                Integer.toString(config.clusterShape(rows.width()).latent()));
        settings.put(
                TrainingSetting.HIDDEN_WIDTH.key(),
                Integer.toString(config.scoringShape(rows.width()).hidden()));
        settings.put(TrainingSetting.EPOCHS.key(), Integer.toString(fit.losses().length));
        settings.put("cause", context.cause());
        ModelBundle bundle = fit.assembly()
                .bundle(
                        context.modelVersion(),
                        context.parent().map(ModelBundle::modelVersion).orElse(0L),
                        clusters.model(),
                        clusters.statistics(),
                        fit.density(),
                        fit.projections(),
                        calibrationValues(fit, clusters, split, context),
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
        figures.put("finalTrainingLoss", fit.losses()[fit.losses().length - 1]);
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

    /** In a series, columns whose level the rows cannot tell count for little. */
    private static Scaler scaler(double[][] fitting, TrainingRows rows, TrainingContext context) {
        Scaler scaler = Scaler.fit(Arrays.asList(fitting), rows.width());
        return context.pipeline().isSeries()
                ? scaler.widened(UnknownLevels.of(context.pipeline(), rows.inOrder()), UnknownLevels.WIDENING)
                : scaler;
    }

    /** Of the held-out rows; where those are few, of the others as well. */
    private SignalValues calibrationValues(
            SignalFit fit, ClusterFitting.Clusters clusters, RowSplit split, TrainingContext context) {
        SignalValues values = fit.observe(split.heldOut());
        if (clusters.model() instanceof CorePoints) {
            // Clusters are fitted once only, so there are no distances of other rows.
            return values.withCoreDistances(
                    fit.assembly().distances(clusters.model(), clusters.statistics(), fit.scaled(split.heldOut())));
        }
        CrossFit crossFit = new CrossFit(context.pipeline(), config);
        return crossFit.isNeededFor(split) ? values.plus(crossFit.valuesOfFitted(split)) : values;
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

    private static void report(TrainingContext context, Progress.Phase phase) {
        TrainingInterruptedException.throwIfInterrupted("starting " + phase);
        context.progress().report(new Progress.Step(phase, 0, 0, Double.NaN, Duration.ZERO));
    }
}
