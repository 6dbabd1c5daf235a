package dev.riffle.trainer.service;

import dev.riffle.detector.bundle.ModelBundle;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The place where models are published, by one publisher at a time: whoever calls {@link #published} takes the place over
 * from whoever had it. Used by one thread.
 */
public interface ReleasePublisher extends AutoCloseable {
    /**
     * The models published so far.
     *
     * @param newestVersion the highest model version, 0 if there is none
     * @param champion the newest model that was released to give the verdicts; empty if there is none that can be read
     */
    record Published(long newestVersion, Optional<ModelBundle> champion) {
        public static final Published NOTHING = new Published(0, Optional.empty());
    }

    /** What a model is released for. */
    enum Role {
        /** It takes the champion's place. */
        CHAMPION,
        /** It scores beside the champion. */
        SHADOW
    }

    /**
     * A model to publish.
     *
     * @param bundle its version is the newest published one plus 1
     * @param encoded the bundle's bytes
     * @param originVersion version that it repeats; empty if a training made it
     * @param note why it is released, in a sentence for people
     * @param replaces the champion whose clusters its own continue; empty if there is none
     */
    record Release(
            ModelBundle bundle,
            byte[] encoded,
            Role role,
            OptionalLong originVersion,
            String note,
            Optional<ModelBundle> replaces) {
        public Release {
            Objects.requireNonNull(bundle, "bundle");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(originVersion, "originVersion");
            Objects.requireNonNull(note, "note");
            Objects.requireNonNull(replaces, "replaces");
        }
    }

    /**
     * Takes the place over and reads what is published. What another publisher has begun and not completed is undone.
     *
     * @throws IOException if the place cannot be reached for now
     */
    Published published() throws IOException, InterruptedException;

    /**
     * Publishes a model and what it does to the clusters, and records the requests that it serves: all of it or nothing.
     * Once this returns it is durable.
     *
     * @param servedUpTo requests before this position are served; empty if none is
     * @throws SupersededException if somebody else has taken the place over since {@link #published}; nothing was published
     * @throws IOException if the place cannot be reached for now
     * @throws dev.riffle.trainer.training.TrainingFailedException if the place does not take a model of this size
     */
    void publish(Release release, OptionalLong servedUpTo)
            throws IOException, InterruptedException, SupersededException;

    /**
     * Announces that a challenger was refused, and records the requests that its training served.
     *
     * @throws SupersededException if somebody else has taken the place over since {@link #published}
     * @throws IOException if the place cannot be reached for now
     */
    void refuse(long modelVersion, String reasons, OptionalLong servedUpTo)
            throws IOException, InterruptedException, SupersededException;

    @Override
    void close();
}
