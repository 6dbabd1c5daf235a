package dev.riffle.jobs.operators;

import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.anomaly.RepeatedPatterns;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.ModelRelease;
import java.time.Instant;

/** What a scorer tells on the topic of cluster events. */
final class Announcements {
    private Announcements() {}

    /** A release that was taken into use or refused. */
    static ClusterEvent release(ClusterEventType type, ModelRelease release, String detail, long nowMillis) {
        return ClusterEvent.newBuilder()
                .setType(type)
                .setTime(nowMillis)
                .setModelVersion(release.getModelVersion())
                .setClustersVersion(0)
                .setDetail(detail)
                .build();
    }

    /** A group that repeated anomalies make. */
    static ClusterEvent group(RepeatedPatterns.Established group, StreamingDetector detector, long nowMillis) {
        return ClusterEvent.newBuilder()
                .setType(ClusterEventType.BORN)
                .setTime(nowMillis)
                .setModelVersion(detector.bundle().modelVersion())
                .setClustersVersion(detector.clusters().version())
                .setDetail("%,d unusual events since %s agree with one another; from now on they count like others"
                        .formatted(group.members(), Instant.ofEpochMilli(group.firstSeenMillis())))
                .build();
    }
}
