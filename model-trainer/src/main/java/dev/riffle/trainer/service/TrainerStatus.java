package dev.riffle.trainer.service;

import dev.riffle.trainer.training.Progress;
import java.time.Instant;
import java.util.Optional;

/**
 * What the service is doing.
 *
 * @param rows rows in the reservoir
 * @param step the training's last report while one is running
 * @param newestVersion version of the newest model, 0 if there is none
 * @param championSince when the model that the job should serve was trained; empty if there is none for this pipeline
 * @param count what this service did since its start
 * @param lastError what went wrong last; empty once a training succeeded after it
 */
public record TrainerStatus(
        Phase phase,
        int rows,
        Optional<Progress.Step> step,
        long newestVersion,
        Optional<Instant> championSince,
        Count count,
        Optional<String> lastError) {

    /**
     * How often things happened since the service started.
     *
     * @param trainings begun
     * @param releases models published
     * @param refusals models that lost against the champion
     * @param failures trainings that ended without a model, and models that came too late
     */
    public record Count(long trainings, long releases, long refusals, long failures) {
        static final Count NOTHING = new Count(0, 0, 0, 0);
    }

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
        return new TrainerStatus(
                Phase.STARTING, 0, Optional.empty(), 0, Optional.empty(), Count.NOTHING, Optional.empty());
    }

    TrainerStatus in(Phase newPhase) {
        return new TrainerStatus(newPhase, rows, Optional.empty(), newestVersion, championSince, count, lastError);
    }

    TrainerStatus at(Progress.Step newStep) {
        return new TrainerStatus(phase, rows, Optional.of(newStep), newestVersion, championSince, count, lastError);
    }

    TrainerStatus withRows(int newRows) {
        return new TrainerStatus(phase, newRows, step, newestVersion, championSince, count, lastError);
    }

    TrainerStatus withNewest(long version, Optional<Instant> championTrained) {
        return new TrainerStatus(phase, rows, step, version, championTrained, count, lastError);
    }

    TrainerStatus training() {
        return new TrainerStatus(
                Phase.TRAINING,
                rows,
                Optional.empty(),
                newestVersion,
                championSince,
                new Count(count.trainings + 1, count.releases, count.refusals, count.failures),
                lastError);
    }

    TrainerStatus released(long version, Optional<Instant> championTrained) {
        return new TrainerStatus(
                phase,
                rows,
                step,
                version,
                championTrained,
                new Count(count.trainings, count.releases + 1, count.refusals, count.failures),
                Optional.empty());
    }

    TrainerStatus refused(String reasons) {
        return counted(new Count(count.trainings, count.releases, count.refusals + 1, count.failures))
                .troubled(reasons);
    }

    TrainerStatus failed(String error) {
        return counted(new Count(count.trainings, count.releases, count.refusals, count.failures + 1))
                .troubled(error);
    }

    /** Something is wrong that has cost no training. */
    TrainerStatus troubled(String error) {
        return new TrainerStatus(phase, rows, step, newestVersion, championSince, count, Optional.of(error));
    }

    private TrainerStatus counted(Count newCount) {
        return new TrainerStatus(phase, rows, step, newestVersion, championSince, newCount, lastError);
    }
}
