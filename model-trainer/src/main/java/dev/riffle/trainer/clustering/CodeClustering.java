package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * First a code, then clusters of the codes.
 *
 * @param learner learns the code
 * @param standardised whether every dimension of the code is brought to mean 0 and variance 1 in between
 * @param clustering clusters the codes, with its own default of epochs
 */
public record CodeClustering(CodeLearner learner, boolean standardised, ClusteringAlgorithm clustering)
        implements ClusteringAlgorithm {
    public CodeClustering {
        Objects.requireNonNull(learner, "learner");
        Objects.requireNonNull(clustering, "clustering");
    }

    @Override
    public int[] cluster(float[][] rows, ClusteringSettings settings, Progress progress) {
        settings.requireUsable(rows);
        float[][] codes = learner.codes(rows, settings, progress);
        return clustering.cluster(
                standardised ? standardised(codes) : codes,
                new ClusteringSettings(settings.clusters(), OptionalInt.empty(), settings.seed()),
                progress);
    }

    /** Brings every column to mean 0 and variance 1; a constant one to 0. */
    static float[][] standardised(float[][] rows) {
        int columns = rows[0].length;
        float[][] standardised = new float[rows.length][columns];
        for (int f = 0; f < columns; f++) {
            double mean = 0;
            for (float[] row : rows) {
                mean += row[f] / (double) rows.length;
            }
            double variance = 0;
            for (float[] row : rows) {
                variance += (row[f] - mean) * (row[f] - mean) / rows.length;
            }
            double deviation = Math.sqrt(variance);
            // What is left of a constant column is rounding.
            double scale = deviation <= 1e-7 * Math.max(1e-30, Math.abs(mean)) ? 0 : 1 / deviation;
            for (int i = 0; i < rows.length; i++) {
                standardised[i][f] = (float) ((rows[i][f] - mean) * scale);
            }
        }
        return standardised;
    }
}
