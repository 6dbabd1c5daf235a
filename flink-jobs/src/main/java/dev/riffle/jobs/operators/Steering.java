package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.metrics.ScoringMetrics;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.ReleaseRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what steers a scorer take its effect: releases are adopted, passed over or refused, newer centroids taken up, and
 * verdicts heard. A live object for one thread.
 */
final class Steering {
    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);

    private final ModelInUse model;
    private final ShadowModel shadow;
    private final VerdictMarginState margins;
    private final ScoringMetrics metrics;
    private final Runnable flush;
    private final Announcer announcer;

    /** Tells what became of a release. */
    @FunctionalInterface
    interface Announcer {
        void tell(ClusterEventType type, ModelRelease release, String detail);
    }

    /** @param flush hands out what was learned so far; called ahead of every change of model or centroids */
    Steering(
            ModelInUse model,
            ShadowModel shadow,
            VerdictMarginState margins,
            ScoringMetrics metrics,
            Runnable flush,
            Announcer announcer) {
        this.model = model;
        this.shadow = shadow;
        this.margins = margins;
        this.metrics = metrics;
        this.flush = flush;
        this.announcer = announcer;
    }

    void hear(ControlMessage message) throws Exception {
        if (message.verdict() != null) {
            margins.hear(message.verdict(), message.offset());
        } else if (message.release() != null && message.release().getRole() == ReleaseRole.SHADOW) {
            offerShadow(message.release());
        } else if (message.release() != null) {
            offer(message.release());
        } else {
            offer(message.clusters());
        }
    }

    private void offerShadow(ModelRelease release) throws Exception {
        if (release.getModelVersion() <= Math.max(model.modelVersion(), shadow.modelVersion())) {
            return;
        }
        try {
            shadow.adopt(release);
            LOG.info("Model {} scores as a shadow", release.getModelVersion());
            announcer.tell(
                    ClusterEventType.MODEL_ADOPTED, release, "as a shadow, beside model " + model.modelVersion());
        } catch (RefusedReleaseException e) {
            metrics.modelRefused();
            announcer.tell(ClusterEventType.MODEL_REFUSED, release, "as a shadow: " + e.getMessage());
        }
    }

    private void offer(ModelRelease release) throws Exception {
        if (!model.isNewer(release)) {
            LOG.info("Model {} is passed over: {} is in use", release.getModelVersion(), model.modelVersion());
            return;
        }
        long before = model.modelVersion();
        flush.run();
        try {
            model.adopt(release);
            shadow.retireBefore(release.getModelVersion());
            LOG.info("Model {} is in use, after {}; kernel {}", release.getModelVersion(), before, model.kernel());
            announcer.tell(
                    ClusterEventType.MODEL_ADOPTED,
                    release,
                    before == 0 ? "the first model" : "replaces model " + before);
        } catch (RefusedReleaseException e) {
            LOG.warn("Model {} is refused: {}", release.getModelVersion(), e.getMessage());
            metrics.modelRefused();
            announcer.tell(ClusterEventType.MODEL_REFUSED, release, e.getMessage());
        }
    }

    private void offer(ClusterSnapshot snapshot) throws Exception {
        if (model.isNewer(snapshot)) {
            // The sums so far belong to the centroids so far.
            flush.run();
        }
        model.adopt(snapshot);
    }
}
