package dev.riffle.trainer.network;

import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingFailedException;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The epochs of a training in several phases: reports each, stops a training that comes to nothing or is interrupted,
 * and, with a checkpoint, keeps where it stands after each, and goes on from there the next time.
 *
 * <p>Phases are told apart by their order, so the same training always asks for the same ones. A phase's state has to
 * hold all that it or a later phase changes and needs: when a training goes on in a later phase, earlier ones are passed
 * over, what they worked out with them.
 */
public final class EpochLoop {
    private final Progress progress;
    private final int epochs;
    private final Optional<Checkpoint> checkpoint;
    private final Optional<Checkpoint.Stand> stand;
    private final long start = System.nanoTime();
    private int phases;
    private int finished;
    private int run;

    /** What an epoch came to. */
    public record Outcome(double loss, boolean last) {}

    /** One epoch's work. */
    @FunctionalInterface
    public interface Epoch {
        /** @param epoch of the phase, from 0 on */
        Outcome run(int epoch);
    }

    /** One epoch's work in a phase that runs all its epochs. */
    @FunctionalInterface
    public interface PlainEpoch {
        /**
         * @param epoch of the phase, from 0 on
         * @return the mean loss of a row
         */
        double run(int epoch);
    }

    /**
     * @param epochs of all phases together, for the progress
     * @throws IllegalArgumentException if there is a checkpoint's file that is not of this training
     */
    public EpochLoop(Progress progress, int epochs, Optional<Checkpoint> checkpoint) {
        this.progress = Objects.requireNonNull(progress, "progress");
        this.epochs = epochs;
        this.checkpoint = Objects.requireNonNull(checkpoint, "checkpoint");
        this.stand = checkpoint.flatMap(Checkpoint::stand);
    }

    /** Runs a phase of a fixed number of epochs. */
    public void phase(int phaseEpochs, List<? extends Checkpointed> state, PlainEpoch epoch) {
        phaseUntil(phaseEpochs, state, number -> new Outcome(epoch.run(number), false));
    }

    /**
     * Runs the first phase, or takes over what another training made of the same: so several trainings that begin alike
     * need to begin only once.
     *
     * @param shared where the end of the phase is kept and looked for
     * @throws IllegalArgumentException if what is there is damaged or of another beginning
     */
    public void firstPhase(
            Optional<Checkpoint> shared, int phaseEpochs, List<? extends Checkpointed> state, PlainEpoch epoch) {
        if (phases > 0) {
            throw new IllegalStateException("another phase was run before the first one");
        }
        if (stand.isEmpty() && shared.flatMap(Checkpoint::stand).isPresent()) {
            shared.orElseThrow().restore(state);
            phases++;
            finished += phaseEpochs;
            checkpoint.ifPresent(kept -> kept.write(0, phaseEpochs, state));
            return;
        }
        phase(phaseEpochs, state, epoch);
        if (stand.isEmpty() || stand.get().phase() == 0) {
            shared.ifPresent(kept -> kept.write(0, phaseEpochs, state));
        }
    }

    /**
     * Runs a phase until an epoch says that it was the last one.
     *
     * @param most epochs at most
     * @throws TrainingFailedException if a loss is not finite
     * @throws TrainingInterruptedException if the thread is interrupted
     */
    public void phaseUntil(int most, List<? extends Checkpointed> state, Epoch epoch) {
        int phase = phases++;
        int from = resumed(phase, most, state);
        finished += from;
        boolean last = false;
        for (int number = from; number < most && !last; number++) {
            TrainingInterruptedException.throwIfInterrupted("fitting, after " + finished + " of " + epochs + " epochs");
            Outcome outcome = epoch.run(number);
            last = outcome.last();
            report(outcome.loss(), last ? most - number : 1);
            int done = last ? most : number + 1;
            checkpoint.ifPresent(kept -> kept.write(phase, done, state));
        }
    }

    /** Works something out between two phases, once: what goes on later finds it in the state. */
    public void once(List<? extends Checkpointed> state, Runnable work) {
        int phase = phases++;
        if (resumed(phase, 1, state) == 0) {
            TrainingInterruptedException.throwIfInterrupted("fitting, after " + finished + " of " + epochs + " epochs");
            work.run();
            checkpoint.ifPresent(kept -> kept.write(phase, 1, state));
        }
    }

    /** The training is over: its checkpoint is removed. */
    public void finish() {
        checkpoint.ifPresent(Checkpoint::delete);
    }

    private int resumed(int phase, int most, List<? extends Checkpointed> state) {
        if (stand.isEmpty() || phase > stand.get().phase()) {
            return 0;
        }
        if (phase < stand.get().phase()) {
            return most;
        }
        checkpoint.orElseThrow().restore(state);
        return Math.min(most, stand.get().finished());
    }

    private void report(double loss, int epochsDone) {
        if (!Double.isFinite(loss)) {
            throw new TrainingFailedException("Loss is " + loss + " in epoch " + (finished + 1)
                    + "; expected a finite number (are the columns of very different scales?)");
        }
        finished += epochsDone;
        run++;
        long perEpoch = (System.nanoTime() - start) / run;
        progress.report(new Progress.Step(
                Progress.Phase.FITTING_NETWORK,
                Math.min(finished, epochs),
                epochs,
                loss,
                Duration.ofNanos(perEpoch * Math.max(0, epochs - finished))));
    }
}
