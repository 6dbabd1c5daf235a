package dev.riffle.detector;

import dev.riffle.detector.anomaly.Explanation;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterState;

/**
 * Scores events with one model. A live object for one thread: it owns scratch memory and the centroids in use, while
 * {@link ModelBundle} and {@link ClusterState} are its immutable snapshots. Scoring never changes what it knows.
 */
public final class Detector {
    private Detector() {}

    /** A detector for the bundle with the centroids that the bundle carries. */
    public static Detector of(ModelBundle bundle) {
        throw new UnsupportedOperationException();
    }

    public ModelBundle bundle() {
        throw new UnsupportedOperationException();
    }

    /** The centroids in use. */
    public ClusterState clusters() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes newer centroids of the same model into use.
     *
     * @throws IllegalArgumentException if they are another model's or of other dimensions
     */
    public void adopt(ClusterState clusters) {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalArgumentException if the vector's width is not the pipeline's, or a value is infinite */
    public Detection score(FeatureVector features) {
        throw new UnsupportedOperationException();
    }

    /** Why the event got its score; computed on demand, from the detection alone. */
    public Explanation explain(FeatureVector features, Detection detection) {
        throw new UnsupportedOperationException();
    }
}
