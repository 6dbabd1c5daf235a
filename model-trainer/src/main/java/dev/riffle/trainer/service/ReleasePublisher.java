package dev.riffle.trainer.service;

import dev.riffle.detector.bundle.ModelBundle;
import java.io.IOException;
import java.util.Optional;

/** The place where models are published. Used by one thread. */
public interface ReleasePublisher extends AutoCloseable {
    /**
     * The models published so far.
     *
     * @param newestVersion the highest model version, 0 if there is none
     * @param newest the model of that version; empty if there is none or it cannot be read
     */
    record Published(long newestVersion, Optional<ModelBundle> newest) {
        public static final Published NOTHING = new Published(0, Optional.empty());
    }

    /**
     * Reads what is published.
     *
     * @throws IOException if the place cannot be reached for now
     */
    Published published() throws IOException, InterruptedException;

    /**
     * Publishes a model; once this returns it is durable.
     *
     * @param encoded the bundle's bytes
     * @throws IOException if the place cannot be reached for now
     * @throws dev.riffle.trainer.training.TrainingFailedException if the place does not take a model of this size
     */
    void publish(ModelBundle bundle, byte[] encoded) throws IOException, InterruptedException;

    @Override
    void close();
}
