package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;

/** Divides rows into clusters. Stateless: the same rows and settings give the same clusters. */
public interface ClusteringAlgorithm {
    /** What {@link #cluster} gives to rows that belong to no cluster. */
    int NOISE = -1;

    /** How many clusters a class of the data is worth where nobody says how many are wanted, at least 1. */
    default int clustersPerClass() {
        return 1;
    }

    /**
     * Clusters rows.
     *
     * @param rows {@code [row][column]}, at least one of each, all of the same length, finite; images in [0, 1]. Not
     *     written to
     * @param progress hears about every epoch
     * @return the cluster of every row, 0 to k - 1, or {@link #NOISE}
     * @throws IllegalArgumentException if the rows are empty or ragged, or fewer than the clusters
     * @throws dev.riffle.trainer.training.TrainingInterruptedException if the thread is interrupted
     * @throws dev.riffle.trainer.training.TrainingFailedException if the training comes to nothing usable
     */
    int[] cluster(float[][] rows, ClusteringSettings settings, Progress progress);
}
