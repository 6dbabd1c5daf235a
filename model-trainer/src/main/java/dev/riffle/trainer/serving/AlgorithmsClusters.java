package dev.riffle.trainer.serving;

import dev.riffle.detector.DetectorAssembly;
import dev.riffle.detector.assignment.ClusterAssigner;
import dev.riffle.trainer.clustering.ClusteringAlgorithm;
import dev.riffle.trainer.clustering.ClusteringSettings;
import dev.riffle.trainer.clustering.FittedClustering;
import dev.riffle.trainer.training.ClusterFitting;
import dev.riffle.trainer.training.FormerClusters;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingConfig;
import java.util.Map;
import java.util.Random;

/**
 * Clusters of a {@link ClusteringAlgorithm}, with the encoders that it learned. Where there are many rows it learns from
 * a random sample of them; masses and spreads are those of all rows.
 */
final class AlgorithmsClusters implements ClusterFitting {
    /** Share of the rows learned from that the detector assigns as the algorithm did. */
    static final String SERVED_AS_FITTED = "servedAsFitted";

    private final String name;
    private final ClusteringAlgorithm algorithm;

    AlgorithmsClusters(String name, ClusteringAlgorithm algorithm) {
        this.name = name;
        this.algorithm = algorithm;
    }

    @Override
    public String algorithm() {
        return name;
    }

    @Override
    public Clusters fit(
            DetectorAssembly assembly,
            float[][] heldOutRows,
            int clusters,
            FormerClusters former,
            TrainingConfig config,
            Progress progress) {
        float[][] rows = sample(assembly.rows(), config.clusterRows(), config.seed());
        FittedClustering fitted = algorithm.fit(
                rows,
                new ClusteringSettings(Math.min(clusters, rows.length), config.clusterEpochs(), config.seed()),
                progress);
        ServedClusters served = ServedClusters.of(fitted, assembly, heldOutRows);
        return new Clusters(
                served.model(),
                served.statistics(),
                Map.of(SERVED_AS_FITTED, agreement(served, fitted.assignment(), rows)));
    }

    private static double agreement(ServedClusters served, int[] assignment, float[][] rows) {
        ClusterAssigner assigner = ClusterAssigner.of(served.model(), served.statistics());
        // No algorithm's clusters lie in the latent space of the autoencoder that scores.
        float[] noLatent = {};
        float[] position = new float[assigner.dimension()];
        int same = 0;
        for (int i = 0; i < rows.length; i++) {
            assigner.assign(rows[i], noLatent, position);
            int found = assigner.isNoise() ? ClusteringAlgorithm.NOISE : served.fittedIndex()[assigner.cluster()];
            same += found == assignment[i] ? 1 : 0;
        }
        return same / (double) rows.length;
    }

    private static float[][] sample(float[][] rows, int most, long seed) {
        if (rows.length <= most) {
            return rows;
        }
        float[][] shuffled = rows.clone();
        Random random = new Random(seed);
        float[][] sample = new float[most][];
        for (int i = 0; i < most; i++) {
            int j = i + random.nextInt(shuffled.length - i);
            sample[i] = shuffled[j];
            shuffled[j] = shuffled[i];
        }
        return sample;
    }
}
