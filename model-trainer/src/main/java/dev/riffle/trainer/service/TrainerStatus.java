package dev.riffle.trainer.service;

import dev.riffle.trainer.training.Progress;
import java.util.Optional;

/**
 * What the service is doing.
 *
 * @param rows rows in the reservoir
 * @param step the training's last report while one is running
 * @param newestVersion version of the newest model, 0 if there is none
 * @param releases models that this service published since its start
 * @param lastError what went wrong last; empty once a training succeeded after it
 */
public record TrainerStatus(
        Phase phase,
        int rows,
        Optional<Progress.Step> step,
        long newestVersion,
        long releases,
        Optional<String> lastError) {

    /** What the service is busy with. */
    public enum Phase {
        /** Another trainer leads. */
        STANDBY,
        /** Reading the models that are there. */
        STARTING,
        /** Collecting rows. */
        COLLECTING,
        TRAINING,
        /** The new model stands its trial against the champion. */
        JUDGING,
        PUBLISHING,
        STOPPED
    }

    static TrainerStatus starting() {
        return new TrainerStatus(Phase.STARTING, 0, Optional.empty(), 0, 0, Optional.empty());
    }

    TrainerStatus in(Phase newPhase) {
        return new TrainerStatus(newPhase, rows, Optional.empty(), newestVersion, releases, lastError);
    }

    TrainerStatus at(Progress.Step newStep) {
        return new TrainerStatus(phase, rows, Optional.of(newStep), newestVersion, releases, lastError);
    }

    TrainerStatus withRows(int newRows) {
        return new TrainerStatus(phase, newRows, step, newestVersion, releases, lastError);
    }

    TrainerStatus withNewest(long version) {
        return new TrainerStatus(phase, rows, step, version, releases, lastError);
    }

    TrainerStatus released(long version) {
        return new TrainerStatus(phase, rows, step, version, releases + 1, Optional.empty());
    }

    TrainerStatus failed(String error) {
        return new TrainerStatus(phase, rows, step, newestVersion, releases, Optional.of(error));
    }
}
