package dev.riffle.trainer.service;

import java.time.Duration;

/** Where features, training requests and analysts' findings come from. Used by one thread. */
public interface TrainerInput extends AutoCloseable {
    /** Hears what was read, in order per source. */
    interface Receiver {
        void row(FeatureRow row);

        void request(Request request);

        /** A request that an earlier training has served already. */
        void served(Request request);

        void finding(Finding finding);
    }

    /**
     * Hands over what is there; waits for something up to {@code patience}.
     *
     * @throws InterruptedException if the thread was interrupted
     * @throws java.io.IOException if the source cannot be reached for now; the next call tries again
     */
    void poll(Duration patience, Receiver receiver) throws InterruptedException, java.io.IOException;

    /**
     * True once everything was handed over that was there at the first poll.
     *
     * @throws java.io.IOException if the source cannot be reached for now
     */
    boolean hasCaughtUp() throws InterruptedException, java.io.IOException;

    @Override
    void close();
}
