package dev.riffle.detector.pipeline;

import java.util.Map;

/**
 * What is remembered of one key (one customer, one terminal): event-time windows of bounded size. A live object for
 * one thread.
 */
public final class KeyHistory {
    /** An empty history for the pipeline's key with this index into {@link Pipeline#keyFields()}. */
    public KeyHistory(Pipeline pipeline, int key) {
        throw new UnsupportedOperationException();
    }

    /** The windows by their signature (for example {@code amount/7d}), each as an array of bounded length. */
    public Map<String, double[]> snapshot() {
        throw new UnsupportedOperationException();
    }

    /** Takes windows back; signatures that the pipeline does not know are dropped, missing ones start empty. */
    public void restore(Map<String, double[]> snapshot) {
        throw new UnsupportedOperationException();
    }
}
