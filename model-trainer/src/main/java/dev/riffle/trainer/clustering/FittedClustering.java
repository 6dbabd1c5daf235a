package dev.riffle.trainer.clustering;

import java.util.Objects;

/**
 * What came out of an algorithm.
 *
 * @param assignment the cluster of every row, 0 to k - 1, or {@link ClusteringAlgorithm#NOISE}
 * @param model says it of new rows
 */
public record FittedClustering(int[] assignment, ClusterModel model) {
    public FittedClustering {
        Objects.requireNonNull(assignment, "assignment");
        Objects.requireNonNull(model, "model");
    }
}
