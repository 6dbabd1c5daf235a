package dev.riffle.trainer.clustering.deep;

import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingFailedException;
import java.time.Duration;

/** Reports one epoch after the other of a training in several phases, and stops one that has come to nothing. */
final class EpochProgress {
    private final Progress progress;
    private final int epochs;
    private final long start = System.nanoTime();
    private int finished;

    /** @param epochs of all phases together */
    EpochProgress(Progress progress, int epochs) {
        this.progress = progress;
        this.epochs = epochs;
    }

    /** @throws TrainingFailedException if the loss is not finite */
    void finished(double loss) {
        if (!Double.isFinite(loss)) {
            throw new TrainingFailedException(
                    "The loss of epoch " + finished + " is " + loss + "; expected a finite value");
        }
        finished++;
        long perEpoch = (System.nanoTime() - start) / finished;
        progress.report(new Progress.Step(
                Progress.Phase.FITTING_NETWORK,
                finished,
                epochs,
                loss,
                Duration.ofNanos(perEpoch * (epochs - finished))));
    }
}
