package dev.riffle.trainer.training;

import dev.riffle.detector.DetectorAssembly;
import dev.riffle.detector.anomaly.SignalValues;
import dev.riffle.detector.clustering.AnomalousClusters;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.Isolation;
import dev.riffle.detector.clustering.KMeans;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.Scaler;
import dev.riffle.detector.projection.ProjectionFit;

/**
 * What scores, fitted to rows: scaling, autoencoder, density mixture and projections; all but the clusters and the
 * calibration.
 *
 * @param encoder trained on the scaled rows, without those that it kept finding hard
 * @param keptIndices which rows the training kept as normal, ascending
 * @param keptRows those rows, scaled
 * @param density mixture over the scaled rows
 * @param projections over the kept rows, or {@link ProjectionFit#NONE}
 * @param losses mean squared error per column of each epoch of the autoencoder
 */
record SignalFit(
        Scaler scaler,
        DenseAutoencoder encoder,
        int[] keptIndices,
        float[][] keptRows,
        DetectorAssembly assembly,
        Centroids density,
        ProjectionFit projections,
        double[] losses) {
    /**
     * With fewer, centroids sit on the rows themselves, variances vanish and every new event looks sparse. A guard
     * against bad luck rather than a gain: with 16 components on ionosphere's 24 rows one seed of three fell from AUROC
     * 0.87 to 0.80 while the two others were as good or better.
     */
    private static final int LEAST_ROWS_PER_CLUSTER = 4;

    /**
     * Fits to rows. The same rows and configuration give the same fit.
     *
     * @param rows raw values, {@code NaN} where one is missing
     * @param scaler fitted to them
     */
    static SignalFit of(double[][] rows, Scaler scaler, Pipeline pipeline, TrainingConfig config, Progress progress) {
        int width = scaler.width();
        float[][] scaled = scale(scaler, rows);
        TrimmedFit.Outcome fit = new TrimmedFit(config, config.scoringEpochsFor(rows.length))
                .fit(scaled, MissingCells.of(rows), config.scoringShape(width), progress);
        DenseAutoencoder encoder = VerifiedExport.of(fit.network(), scaled);
        DetectorAssembly.fillMissing(encoder, rows, scaled);
        float[][] kept = pick(scaled, fit.kept());
        // Over all rows: what an anomaly is to the mixture, a small cluster, the autoencoder need not find hard.
        Centroids density = densityMixture(scaled, pipeline, config);
        int count = config.projectionsFor(width);
        return new SignalFit(
                scaler,
                encoder,
                fit.kept(),
                kept,
                new DetectorAssembly(pipeline, scaler, encoder, kept),
                density,
                count == 0 ? ProjectionFit.NONE : ProjectionFit.of(kept, count, config.seed()),
                fit.losses());
    }

    /** Rows as the encoder takes them, with what it expects where a value is missing. */
    float[][] scaled(double[][] rows) {
        float[][] scaled = scale(scaler, rows);
        DetectorAssembly.fillMissing(encoder, rows, scaled);
        return scaled;
    }

    /** What the signals say of rows that this was not fitted to. */
    SignalValues observe(double[][] rows) {
        return assembly.observe(density, projections, scaled(rows)).withMissingCellsOf(rows);
    }

    /** As many clusters as are wanted and have rows enough. */
    static int filled(int rows, int clusters) {
        return Math.max(1, Math.min(clusters, rows / LEAST_ROWS_PER_CLUSTER));
    }

    /** Rows of a series that share a window hold much the same, so they count as one where components are filled. */
    private static Centroids densityMixture(float[][] points, Pipeline pipeline, TrainingConfig config) {
        TrainingInterruptedException.throwIfInterrupted("clustering");
        int distinct = points.length / pipeline.rowsRemembered();
        KMeans.Fit fit =
                KMeans.fit(points, filled(distinct, config.densityClusters()), LatentKMeans.ITERATIONS, config.seed());
        // Rows of a series resemble their neighbours: a small cluster is then a stretch of time, not a group of
        // anomalies.
        return pipeline.isSeries()
                ? fit.centroids()
                : AnomalousClusters.without(fit, Isolation.of(points, config.seed()), config.trimShare());
    }

    private static float[][] scale(Scaler scaler, double[][] rows) {
        float[][] scaled = new float[rows.length][scaler.width()];
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
}
