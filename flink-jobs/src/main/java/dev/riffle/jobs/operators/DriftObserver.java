package dev.riffle.jobs.operators;

import dev.riffle.detector.Detection;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.drift.Drift;
import dev.riffle.detector.drift.DriftWatch;
import java.io.Serializable;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches judged events for drift, with a watch of its own for every model: what is usual to one is not to the other. A
 * watch that fails is let go until the next model: events are answered all the same. A live object for one thread.
 */
final class DriftObserver {
    private static final Logger LOG = LoggerFactory.getLogger(DriftObserver.class);

    /** Looks at the detections of one model, in the order of the stream. */
    interface Watch {
        Optional<Drift> observe(Detection detection, long eventTimeMillis);
    }

    /** Makes a watch for a model. */
    interface Watches extends Serializable {
        Watches ADWIN = bundle -> new DriftWatch(bundle)::observe;

        Watch of(ModelBundle bundle);
    }

    private final Watches watches;
    private final Runnable failed;
    private Watch watch;
    private long watchedModel;

    /** @param failed told of every watch that is let go */
    DriftObserver(Watches watches, Runnable failed) {
        this.watches = watches;
        this.failed = failed;
    }

    /** A drift that this event makes sure of. */
    Optional<DriftReport> observe(ModelBundle bundle, Detection detection, long eventTimeMillis) {
        try {
            if (watchedModel != bundle.modelVersion()) {
                watchedModel = bundle.modelVersion();
                watch = watches.of(bundle);
            }
            if (watch == null) {
                return Optional.empty();
            }
            Optional<Drift> seen = watch.observe(detection, eventTimeMillis);
            if (seen.isEmpty()) {
                return Optional.empty();
            }
            LOG.info("Drift under model {}: {}", watchedModel, seen.get().sentence());
            return seen.map(drift -> new DriftReport(watchedModel, drift.sentence(), drift.sinceMillis()));
        } catch (RuntimeException e) {
            LOG.warn("Model {} is watched for drift no longer: the watch failed", watchedModel, e);
            watch = null;
            failed.run();
            return Optional.empty();
        }
    }
}
