package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;

/** Learns a code for rows from the rows alone. */
public interface CodeLearner {
    /**
     * Learns and encodes.
     *
     * @param rows {@code [row][column]}; not written to
     * @param settings epochs and seed count here
     * @return {@code [row][code]}
     * @throws dev.riffle.trainer.training.TrainingInterruptedException if the thread is interrupted
     * @throws dev.riffle.trainer.training.TrainingFailedException if the loss does not stay finite
     */
    float[][] codes(float[][] rows, ClusteringSettings settings, Progress progress);
}
