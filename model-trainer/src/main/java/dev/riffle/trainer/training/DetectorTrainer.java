package dev.riffle.trainer.training;

import dev.riffle.detector.bundle.ModelBundle;

/** An algorithm that makes a detector from rows. */
public interface DetectorTrainer {
    /** The algorithm's name in provenance. */
    String algorithm();

    /**
     * Trains a detector. The same rows, context and seed on the same machine give the same bundle, byte by byte.
     *
     * @param rows of the width of the context's pipeline, oldest first where they carry times
     * @throws TrainingFailedException if the rows do not do, or no usable model came out
     * @throws TrainingInterruptedException if the thread was interrupted; nothing is left behind
     */
    ModelBundle train(TrainingRows rows, TrainingContext context);
}
