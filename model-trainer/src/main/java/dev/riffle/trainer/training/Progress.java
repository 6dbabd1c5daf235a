package dev.riffle.trainer.training;

import java.time.Duration;

/** Hears how a training is getting on, on the training's own thread. */
@FunctionalInterface
public interface Progress {
    /** Listens to nothing. */
    Progress NONE = step -> {};

    void report(Step step);

    /** What a training is doing. */
    enum Phase {
        /** Splitting and scaling rows. */
        PREPARING,
        /** Fitting the network, epoch by epoch. */
        FITTING_NETWORK,
        /** Fitting centroids in latent space and of the density mixture. */
        CLUSTERING,
        /** Calibrating on held-out rows and putting the bundle together. */
        CALIBRATING
    }

    /**
     * One report.
     *
     * @param epoch epochs that are finished, from 0 to {@code epochs}
     * @param epochs epochs of this training
     * @param loss mean squared error per column over the rows that the last epoch learned from; {@code NaN} before the
     *     first epoch is finished
     * @param remaining estimated time until the network is fitted; zero outside {@link Phase#FITTING_NETWORK}
     */
    record Step(Phase phase, int epoch, int epochs, double loss, Duration remaining) {}
}
