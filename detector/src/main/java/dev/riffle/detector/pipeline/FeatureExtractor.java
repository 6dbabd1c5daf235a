package dev.riffle.detector.pipeline;

import dev.riffle.detector.FeatureVector;

/** Turns events into feature vectors. A live object for one thread. */
public final class FeatureExtractor {
    public FeatureExtractor(Pipeline pipeline) {
        throw new UnsupportedOperationException();
    }

    /** A new row with every column that needs no history; history columns are NaN. */
    public double[] stateless(Event event) {
        throw new UnsupportedOperationException();
    }

    /**
     * Fills the history columns of one key from what the history held <em>before</em> this event, then adds the event
     * to the history.
     *
     * @param key index into {@link Pipeline#keyFields()}
     */
    public void addHistory(int key, Event event, KeyHistory history, double[] row) {
        throw new UnsupportedOperationException();
    }

    /** The whole vector, with histories kept in memory by this extractor: for one process and one thread. */
    public FeatureVector extract(Event event) {
        throw new UnsupportedOperationException();
    }
}
