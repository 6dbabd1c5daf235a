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
     * Clusters rows and learns to cluster more.
     *
     * @param rows {@code [row][column]}, at least one of each, all of the same length, finite; images in [0, 1]. Not
     *     written to
     * @param progress hears about every epoch
     * @throws IllegalArgumentException if the rows are empty or ragged, or fewer than the clusters, or the settings'
     *     checkpoint is another training's
     * @throws dev.riffle.trainer.training.TrainingInterruptedException if the thread is interrupted
     * @throws dev.riffle.trainer.training.TrainingFailedException if the training comes to nothing usable
     */
    FittedClustering fit(float[][] rows, ClusteringSettings settings, Progress progress);

    /** The {@linkplain FittedClustering#assignment assignment} alone. */
    default int[] cluster(float[][] rows, ClusteringSettings settings, Progress progress) {
        return fit(rows, settings, progress).assignment();
    }
}
