package dev.riffle.jobs.operators;

import dev.riffle.detector.clustering.ClusterLife;
import dev.riffle.detector.clustering.ClusterState;
import dev.riffle.detector.clustering.EventGroup;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.ModelRelease;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What scorers and the merge tell on the topic of cluster events. */
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

    /**
     * What happened to a cluster; nothing of a group that joins a cluster which was told of when another scorer found the
     * same group.
     */
    static Optional<ClusterEvent> life(ClusterLife.Event event, ClusterState clusters, long nowMillis) {
        if (event instanceof ClusterLife.Event.Born born) {
            return Optional.of(of(ClusterEventType.BORN, clusters, nowMillis)
                    .setClusterId(born.clusterId())
                    .setDetail(agreement(born.group()) + "; from now on they are a cluster and count like others")
                    .build());
        }
        if (event instanceof ClusterLife.Event.Joined joined) {
            return joined.told()
                    ? Optional.empty()
                    : Optional.of(of(ClusterEventType.BORN, clusters, nowMillis)
                            .setRelatedClusterIds(
                                    joined.clusterId().stream().boxed().toList())
                            .setDetail(agreement(joined.group())
                                    + joined.clusterId().stream()
                                            .mapToObj(id -> " and lie in cluster " + id)
                                            .collect(Collectors.joining())
                                    + "; from now on they count like others")
                            .build());
        }
        ClusterLife.Event.Died died = (ClusterLife.Event.Died) event;
        return Optional.of(of(ClusterEventType.DIED, clusters, nowMillis)
                .setClusterId(died.clusterId())
                .setDetail("no event was nearest to it since " + Instant.ofEpochMilli(died.lastSeenMillis()))
                .build());
    }

    private static ClusterEvent.Builder of(ClusterEventType type, ClusterState clusters, long nowMillis) {
        return ClusterEvent.newBuilder()
                .setType(type)
                .setTime(nowMillis)
                .setModelVersion(clusters.modelVersion())
                .setClustersVersion(clusters.version());
    }

    private static String agreement(EventGroup group) {
        return String.format(
                Locale.ROOT,
                "%,d unusual events since %s agree with one another",
                group.members(),
                Instant.ofEpochMilli(group.firstSeenMillis()));
    }
}
