package dev.riffle.jobs.flow;

import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ModelRelease;

/**
 * What is broadcast to everybody who scores or merges: a model release or newer centroids. Exactly one part is set.
 *
 * @param release a model release, or null
 * @param clusters newer centroids, or null
 */
public record ControlMessage(ModelRelease release, ClusterSnapshot clusters) {
    public ControlMessage {
        if ((release == null) == (clusters == null)) {
            throw new IllegalArgumentException("a control message carries either a release or clusters, found "
                    + (release == null ? "neither" : "both"));
        }
    }

    public static ControlMessage of(ModelRelease release) {
        return new ControlMessage(release, null);
    }

    public static ControlMessage of(ClusterSnapshot clusters) {
        return new ControlMessage(null, clusters);
    }
}
