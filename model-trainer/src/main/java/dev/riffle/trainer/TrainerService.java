package dev.riffle.trainer;

import dev.riffle.trainer.kafka.FeatureInput;
import dev.riffle.trainer.kafka.KafkaReleases;
import dev.riffle.trainer.service.RetrainingLoop;
import dev.riffle.trainer.service.TrainerStatus;
import dev.riffle.trainer.serving.DetectorTrainers;
import dev.riffle.trainer.training.Nd4jBackend;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The retraining service on Kafka, in a thread of its own: features in, models out. */
public final class TrainerService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerService.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final FeatureInput input;
    private final KafkaReleases releases;
    private final RetrainingLoop loop;
    private final Thread thread;

    /** @param listener hears every change of status, on the service's thread; must not block */
    public TrainerService(TrainerServiceOptions options, Clock clock, Consumer<TrainerStatus> listener) {
        input = new FeatureInput(options.connection(), options.policy().reservoirRows());
        releases = new KafkaReleases(options.connection());
        loop = new RetrainingLoop(
                options.pipeline(),
                options.policy(),
                DetectorTrainers.of(options.training()),
                input,
                releases,
                clock,
                listener);
        thread = new Thread(this::run, "riffle-trainer");
        thread.setDaemon(true);
    }

    /** @throws IllegalThreadStateException if it was started before */
    public void start() {
        thread.start();
    }

    /** What the service is doing; readable from any thread. */
    public TrainerStatus status() {
        return loop.status();
    }

    private void run() {
        try (input;
                releases) {
            // Loaded before the first training: whoever starts the service sees at once what it runs on.
            Nd4jBackend.load();
            loop.run();
        } catch (RuntimeException | Error e) {
            // Nobody joins this thread: what ends it has to show in the log and in the status.
            LOG.error("The trainer service cannot run: {}", e.getMessage(), e);
            loop.fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** Stops the service; gives up a training that is running. Returns when its thread has ended. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
            if (thread.isAlive()) {
                LOG.warn("The trainer service did not stop within {} s", CLOSE_PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
