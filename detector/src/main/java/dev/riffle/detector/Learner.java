package dev.riffle.detector;

import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.LearningStatistics;

/**
 * Learns from detections: sums gradients for the centroids that the detections were made with. A live object for one
 * thread. Applying the sums is {@link dev.riffle.detector.clustering.OnlineKMeans#merge}'s, in one place per model.
 */
public final class Learner {
    public Learner(ModelBundle bundle) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds one detection to the sums, unless the poison guard holds it back.
     *
     * @param clusters the centroids that the detection was made with
     * @param eventTimeMillis the event's time, milliseconds since 1970-01-01T00:00Z
     */
    public void learn(ClusterState clusters, Detection detection, long eventTimeMillis) {
        throw new UnsupportedOperationException();
    }

    /** True if nothing was observed since the last {@link #drain()}. */
    public boolean isEmpty() {
        throw new UnsupportedOperationException();
    }

    /** Hands out the sums and starts afresh. */
    public LearningStatistics drain() {
        throw new UnsupportedOperationException();
    }
}
