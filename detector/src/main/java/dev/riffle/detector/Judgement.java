package dev.riffle.detector;

import dev.riffle.detector.clustering.ClusterState;
import java.util.Objects;
import java.util.Set;

/**
 * A detection held against the alert budget.
 *
 * @param triggers the signals that made the event an anomaly; empty exactly if the verdict is not
 *     {@link Verdict#ANOMALY}
 * @param threshold the {@link Detection#surprise()} from which an event was an anomaly at that moment
 * @param clusters the centroids that the detection was made with
 */
public record Judgement(
        Detection detection, Verdict verdict, Set<Trigger> triggers, double threshold, ClusterState clusters) {
    public Judgement {
        Objects.requireNonNull(detection, "detection");
        Objects.requireNonNull(clusters, "clusters");
        triggers = Set.copyOf(triggers);
        if (triggers.isEmpty() == (verdict == Verdict.ANOMALY)) {
            throw new IllegalArgumentException("verdict is " + verdict + " with triggers " + triggers
                    + ", expected triggers for an anomaly and none otherwise");
        }
    }

    public boolean isAnomaly() {
        return verdict == Verdict.ANOMALY;
    }

    /** The {@link Detection#score()} from which an event was an anomaly, in [0, 1]. */
    public double scoreThreshold() {
        return -Math.expm1(-threshold);
    }
}
