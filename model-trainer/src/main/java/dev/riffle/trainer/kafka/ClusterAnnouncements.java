package dev.riffle.trainer.kafka;

import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.ClusterChange;
import dev.riffle.detector.clustering.ClusterChanges;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.trainer.service.ReleasePublisher.Release;
import dev.riffle.trainer.service.ReleasePublisher.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a release does to the clusters, as records for those who follow cluster ids. */
final class ClusterAnnouncements {
    /** Figure of a model's trial that says how many events kept their cluster id. */
    private static final String CONTINUITY = "trial.continuity";

    private ClusterAnnouncements() {}

    /** One event per cluster that changed, and one for the model as a whole; none if no cluster's id is handed on. */
    static List<ClusterEvent> of(Release release, long now) {
        List<ClusterEvent> events = new ArrayList<>();
        if (release.replaces().isEmpty() || release.role() == Role.SHADOW) {
            return events;
        }
        ModelBundle old = release.replaces().get();
        ModelBundle bundle = release.bundle();
        Double continuity = bundle.provenance().holdoutFigures().get(CONTINUITY);
        if (continuity != null && release.originVersion().isEmpty()) {
            events.add(event(
                    ClusterEventType.KEPT,
                    bundle.modelVersion(),
                    null,
                    List.of(),
                    continuity,
                    String.format(
                            Locale.ROOT,
                            "%.1f %% of held-out events have the same cluster under models %d and %d",
                            100 * continuity,
                            old.modelVersion(),
                            bundle.modelVersion()),
                    now));
        }
        for (ClusterChange change : ClusterChanges.of(
                old.clusters().latent().ids(), bundle.clusters().latent().ids(), bundle.lineage())) {
            events.add(event(
                    ClusterEventType.valueOf(change.kind().name()),
                    bundle.modelVersion(),
                    change.clusterId(),
                    change.relatedIds(),
                    change.share() == 0 ? null : change.share(),
                    sentence(change),
                    now));
        }
        return events;
    }

    static ClusterEvent refused(long modelVersion, String reasons, long now) {
        return event(
                ClusterEventType.MODEL_REFUSED,
                modelVersion,
                null,
                List.of(),
                null,
                "refused by the trainer, the champion goes on: " + reasons,
                now);
    }

    private static String sentence(ClusterChange change) {
        return switch (change.kind()) {
            case KEPT -> String.format(Locale.ROOT, "keeps %.1f %% of its events", 100 * change.share());
            case SPLIT ->
                String.format(
                        Locale.ROOT,
                        "%.1f %% of its events went to clusters %s",
                        100 * change.share(),
                        change.relatedIds());
            case MERGED ->
                String.format(
                        Locale.ROOT,
                        "took at least %.1f %% of the events of each of clusters %s",
                        100 * change.share(),
                        change.relatedIds());
            case BORN -> "continues no cluster";
            case DIED -> "is continued by no cluster";
        };
    }

    private static ClusterEvent event(
            ClusterEventType type,
            long modelVersion,
            Long clusterId,
            List<Long> related,
            Double share,
            String detail,
            long now) {
        return ClusterEvent.newBuilder()
                .setType(type)
                .setTime(now)
                .setModelVersion(modelVersion)
                .setClustersVersion(0)
                .setClusterId(clusterId)
                .setRelatedClusterIds(related)
                .setShare(share)
                .setDetail(detail)
                .build();
    }
}
