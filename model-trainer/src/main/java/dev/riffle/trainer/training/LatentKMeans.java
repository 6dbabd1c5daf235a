package dev.riffle.trainer.training;

import dev.riffle.detector.DetectorAssembly;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.clustering.ClusterModel.LatentCentroids;
import dev.riffle.detector.clustering.KMeans;
import dev.riffle.detector.encoder.DenseAutoencoder;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.kernel.StackKernel;
import java.time.Duration;
import java.util.Map;

/**
 * k-means in the code of an autoencoder: of one of its own, whose code is wide enough for clusters to lie apart in, or of
 * the one that scores where that is as wide.
 */
public final class LatentKMeans implements ClusterFitting {
    public static final String ALGORITHM = "autoencoder-kmeans";

    static final int ITERATIONS = 30;

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    @Override
    public Clusters fit(DetectorAssembly assembly, int clusters, TrainingConfig config, Progress progress) {
        float[][] rows = assembly.rows();
        int columns = rows[0].length;
        NetworkShape shape = config.clusterShape(columns);
        if (shape.equals(config.scoringShape(columns))) {
            return new Clusters(
                    new LatentCentroids(),
                    KMeans.fit(assembly.latentPoints(), clusters, ITERATIONS, config.seed())
                            .centroids(),
                    Map.of());
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
                KMeans.fit(codes(wide.encoder(), rows), clusters, ITERATIONS, config.seed())
                        .centroids(),
                Map.of());
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
