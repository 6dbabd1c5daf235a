package dev.riffle.trainer.clustering;

import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.trainer.training.Progress;
import java.util.List;

/** Learns a code for rows from the rows alone. */
public interface CodeLearner {
    /**
     * What was learned.
     *
     * @param codes {@code [row][code]}
     * @param encoder layers that map a row to its code
     */
    record LearnedCode(float[][] codes, List<DenseLayer> encoder) {}

    /**
     * Learns and encodes.
     *
     * @param rows {@code [row][column]}; not written to
     * @param settings epochs, seed and checkpoint count here
     * @throws dev.riffle.trainer.training.TrainingInterruptedException if the thread is interrupted
     * @throws dev.riffle.trainer.training.TrainingFailedException if the loss does not stay finite
     */
    LearnedCode learn(float[][] rows, ClusteringSettings settings, Progress progress);
}
