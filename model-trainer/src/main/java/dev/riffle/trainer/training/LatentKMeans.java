package dev.riffle.trainer.training;

import dev.riffle.detector.DetectorAssembly;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;
import dev.riffle.detector.clustering.KMeans;
import dev.riffle.detector.clustering.Seeding;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.kernel.StackKernel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * k-means in the code of an autoencoder: of one of its own, whose code is wide enough for clusters to lie apart in, or of
 * the one that scores where that is as wide.
 */
public final class LatentKMeans implements ClusterFitting {
    public static final String ALGORITHM = "autoencoder-kmeans";

    static final int ITERATIONS = 30;

    private static final int CONTINUED_ITERATIONS = 2;

    /** Of the parent's own rows' spread around its centroids. */
    private static final double LARGEST_SPREAD = 1.25;

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    @Override
    public Clusters fit(
            DetectorAssembly assembly,
            float[][] heldOutRows,
            int clusters,
            FormerClusters former,
            TrainingConfig config,
            Progress progress) {
        float[][] rows = assembly.rows();
        int columns = rows[0].length;
        NetworkShape shape = config.clusterShape(columns);
        if (shape.equals(config.scoringShape(columns))) {
            return new Clusters(
                    new LatentCentroids(), centroids(assembly.latentPoints(), clusters, former, config), Map.of());
        }
        Optional<Clusters> continued = continued(rows, clusters, shape, former);
        if (continued.isPresent()) {
            return continued.get();
        }
        // The rows are trimmed already.
        TrainingConfig untrimmed =
                config.toBuilder().set(TrainingSetting.TRIM_SHARE.key(), "0").build();
        TrimmedFit.Outcome fit =
                new TrimmedFit(untrimmed, config.clusterEpochsFor(rows.length)).fit(rows, shape, progress);
        DenseAutoencoder wide = VerifiedExport.of(fit.network(), rows);
        TrainingInterruptedException.throwIfInterrupted("clustering");
        progress.report(new Progress.Step(Progress.Phase.CLUSTERING, 0, 0, Double.NaN, Duration.ZERO));
        return new Clusters(
                new EncodedCentroids(wide.encoder()),
                centroids(codes(wide.encoder(), rows), clusters, former, config),
                Map.of());
    }

    /**
     * The parent's clusters in the parent's code, as long as the rows lie about as close to them as its own rows did: a
     * code learned anew would cut the same events otherwise, and to no avail.
     */
    private static Optional<Clusters> continued(
            float[][] rows, int clusters, NetworkShape shape, FormerClusters former) {
        if (!former.exist()
                || former.encoder().isEmpty()
                || former.encoder().get().outputs() != shape.latent()) {
            return Optional.empty();
        }
        DenseStack encoder = former.encoder().get();
        KMeans.Fit fit = KMeans.continued(codes(encoder, rows), former.assignment(), clusters, 0);
        return fit.inertia() / rows.length > LARGEST_SPREAD * former.spread()
                ? Optional.empty()
                : Optional.of(new Clusters(
                        new EncodedCentroids(encoder), fit.centroids(), Map.of("clusterEncoderKept", 1.0)));
    }

    /** A parent's partition is a good one already: few iterations make it fit another code and newer rows. */
    private static Centroids centroids(float[][] points, int clusters, FormerClusters former, TrainingConfig config) {
        return (former.exist()
                        ? KMeans.continued(points, former.assignment(), clusters, CONTINUED_ITERATIONS)
                        : KMeans.fit(points, clusters, ITERATIONS, config.seed(), Seeding.GREEDY))
                .centroids();
    }

    private static float[][] codes(DenseStack encoder, float[][] rows) {
        StackKernel kernel = StackKernel.of(encoder);
        float[][] codes = new float[rows.length][kernel.outputs()];
        for (int i = 0; i < rows.length; i++) {
            kernel.run(rows[i], codes[i]);
        }
        return codes;
    }
}
