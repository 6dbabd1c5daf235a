package dev.riffle.detector.anomaly;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Trigger;
import dev.riffle.detector.bundle.ModelBundle;
import java.util.Set;

/**
 * The surprise from which an event is an anomaly, kept such that the alert budget holds: a streaming quantile
 * (DDSketch) with half-life decay that starts from the bundle's calibration. A live object for one thread.
 */
public final class AlertThreshold {
    public AlertThreshold(ModelBundle bundle, AlertBudget budget) {
        throw new UnsupportedOperationException();
    }

    /** The current threshold on {@link Detection#surprise()}. */
    public double surprise() {
        throw new UnsupportedOperationException();
    }

    /** True if the detection is an anomaly under the current threshold. Changes nothing. */
    public boolean isAnomaly(Detection detection) {
        throw new UnsupportedOperationException();
    }

    /** The signals that made an anomaly one; never empty for an anomaly, empty otherwise. */
    public Set<Trigger> triggers(Detection detection) {
        throw new UnsupportedOperationException();
    }

    /** Counts a detection into the quantile, so that the threshold follows the stream. */
    public void observe(Detection detection, long eventTimeMillis) {
        throw new UnsupportedOperationException();
    }

    /** The learned part as bytes, for a checkpoint. */
    public byte[] snapshot() {
        throw new UnsupportedOperationException();
    }

    /** Adds the learned part of another threshold of the same model (after a rescale several may come together). */
    public void restore(byte[] snapshot) {
        throw new UnsupportedOperationException();
    }
}
