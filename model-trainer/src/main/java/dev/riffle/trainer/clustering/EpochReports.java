package dev.riffle.trainer.clustering;

import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.time.Duration;

/** Tells how far an algorithm is, with the time left by the mean of the epochs so far, and lets it be interrupted. */
final class EpochReports {
    private final Progress progress;
    private final int epochs;
    private final long start = System.nanoTime();

    EpochReports(Progress progress, int epochs) {
        this.progress = progress;
        this.epochs = epochs;
    }

    /** @param finished epochs, at least 1 */
    void finished(int finished, double loss) {
        TrainingInterruptedException.throwIfInterrupted("fitting, after epoch " + finished + " of " + epochs);
        long perEpoch = (System.nanoTime() - start) / finished;
        progress.report(new Progress.Step(
                Progress.Phase.FITTING_NETWORK,
                finished,
                epochs,
                loss,
                Duration.ofNanos(perEpoch * (epochs - finished))));
    }

    /** Between two batches. */
    void batch() {
        TrainingInterruptedException.throwIfInterrupted("fitting");
    }
}
