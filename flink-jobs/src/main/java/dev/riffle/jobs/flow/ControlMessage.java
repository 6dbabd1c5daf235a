package dev.riffle.jobs.flow;

import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ModelRelease;

/**
 * What is broadcast to everybody who scores or merges: a model release, newer centroids or an analyst's verdict. Exactly
 * one part is set.
 *
 * @param release a model release, or null
 * @param clusters newer centroids, or null
 * @param verdict an analyst's verdict, or null
 * @param offset where the verdict lies on its topic: who has heard it once passes it over when it comes again; 0 for the
 *     others, which carry versions
 */
public record ControlMessage(ModelRelease release, ClusterSnapshot clusters, AnalystVerdict verdict, long offset)
        implements ScorerInput {
    public ControlMessage {
        int parts = (release == null ? 0 : 1) + (clusters == null ? 0 : 1) + (verdict == null ? 0 : 1);
        if (parts != 1) {
            throw new IllegalArgumentException(
                    "a control message carries a release, clusters or a verdict, found " + parts + " of them");
        }
    }

    public static ControlMessage of(ModelRelease release) {
        return new ControlMessage(release, null, null, 0);
    }

    public static ControlMessage of(ClusterSnapshot clusters) {
        return new ControlMessage(null, clusters, null, 0);
    }

    /** @param offset where the verdict lies on its topic */
    public static ControlMessage of(AnalystVerdict verdict, long offset) {
        return new ControlMessage(null, null, verdict, offset);
    }
}
