package dev.riffle.trainer.service;

import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.trainer.training.DetectorTrainer;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingInterruptedException;
import dev.riffle.trainer.training.TrainingRows;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads features and requests, trains when the schedule says so, and publishes what passes the gate, until its thread
 * is interrupted. An error in one training, or a source that cannot be reached, is logged and does not end it. All of
 * it happens on one thread: while a model trains, rows wait where they come from.
 */
public final class RetrainingLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RetrainingLoop.class);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_OUTAGE = Duration.ofSeconds(1);

    private final Pipeline pipeline;
    private final DetectorTrainer trainer;
    private final TrainerInput input;
    private final ReleasePublisher publisher;
    private final Clock clock;
    private final Consumer<TrainerStatus> listener;
    private final RowCollector collector;
    private final RetrainingSchedule schedule;
    private ReleasePublisher.Published published = ReleasePublisher.Published.NOTHING;
    private volatile TrainerStatus status = TrainerStatus.starting();

    /** @param listener hears every change of status, on the loop's thread */
    public RetrainingLoop(
            Pipeline pipeline,
            RetrainingPolicy policy,
            DetectorTrainer trainer,
            TrainerInput input,
            ReleasePublisher publisher,
            Clock clock,
            Consumer<TrainerStatus> listener) {
        this.pipeline = pipeline;
        this.trainer = trainer;
        this.input = input;
        this.publisher = publisher;
        this.clock = clock;
        this.listener = listener;
        collector = new RowCollector(pipeline, policy);
        schedule = new RetrainingSchedule(policy.period(), policy.minimumRows());
    }

    /** What the loop is doing; readable from any thread. */
    public TrainerStatus status() {
        return status;
    }

    @Override
    public void run() {
        try {
            readPublished();
            change(status.in(TrainerStatus.Phase.COLLECTING));
            while (!Thread.currentThread().isInterrupted()) {
                step();
            }
        } catch (InterruptedException | TrainingInterruptedException e) {
            LOG.debug("Retraining ends: {}", e.toString());
        } finally {
            change(status.in(TrainerStatus.Phase.STOPPED));
        }
    }

    /** Reads what is there, then trains if it is time. */
    void step() throws InterruptedException {
        try {
            input.poll(PATIENCE, new TrainerInput.Receiver() {
                @Override
                public void row(FeatureRow row) {
                    collector.offer(row);
                }

                @Override
                public void request(Request request) {
                    schedule.requested(request);
                }
            });
        } catch (IOException e) {
            outage("Cannot read features for now", e);
            return;
        }
        if (collector.size() != status.rows()) {
            change(status.withRows(collector.size()));
        }
        Optional<String> cause = schedule.due(clock.instant(), collector.size());
        if (cause.isPresent()) {
            train(cause.get());
            change(status.in(TrainerStatus.Phase.COLLECTING));
        }
    }

    /** Reads which models there are, however long the place cannot be reached. */
    void readPublished() throws InterruptedException {
        while (true) {
            try {
                published = publisher.published();
                break;
            } catch (IOException e) {
                outage("Cannot read the published models for now", e);
            }
        }
        change(status.withNewest(published.newestVersion()));
        published
                .newest()
                .filter(bundle -> bundle.pipeline().fingerprint().equals(pipeline.fingerprint()))
                .ifPresent(bundle -> schedule.modelFound(
                        Instant.ofEpochMilli(bundle.provenance().createdMillis())));
    }

    private void train(String cause) throws InterruptedException {
        List<Request> requests = schedule.begin();
        TrainingRows rows = collector.rows();
        change(status.in(TrainerStatus.Phase.TRAINING));
        try {
            LOG.info("Training model {} on {} rows: {}", published.newestVersion() + 1, rows.count(), cause);
            ModelBundle bundle = trainer.train(
                    rows,
                    new TrainingContext(
                            published.newestVersion() + 1,
                            pipeline,
                            published.newest(),
                            cause,
                            clock,
                            step -> change(status.at(step))));
            byte[] encoded = ReleaseGate.admit(bundle, rows);
            change(status.in(TrainerStatus.Phase.PUBLISHING));
            publish(bundle, encoded);
            published = new ReleasePublisher.Published(bundle.modelVersion(), Optional.of(bundle));
            schedule.succeeded(clock.instant(), requests);
            change(status.released(bundle.modelVersion()));
            LOG.info(
                    "Published model {} ({} bytes): {}",
                    bundle.modelVersion(),
                    encoded.length,
                    bundle.provenance().holdoutFigures());
        } catch (TrainingInterruptedException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            // Memory off the heap runs out in one training and is there again for the next. Whatever its kind, one
            // training's failure must not end the service that makes the next model.
            schedule.failed(clock.instant());
            LOG.error("Model {} was not published", published.newestVersion() + 1, e);
            change(status.failed(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    /** Publishes, however long the place cannot be reached: the training behind the model was dear. */
    private void publish(ModelBundle bundle, byte[] encoded) throws InterruptedException {
        while (true) {
            try {
                publisher.publish(bundle, encoded);
                return;
            } catch (IOException e) {
                outage("Cannot publish model " + bundle.modelVersion() + " for now", e);
            }
        }
    }

    /** Records why the loop cannot run. */
    public void fail(String error) {
        change(status.failed(error).in(TrainerStatus.Phase.STOPPED));
    }

    private void outage(String what, IOException cause) throws InterruptedException {
        LOG.warn("{}; trying again in {} s: {}", what, PAUSE_AFTER_OUTAGE.toSeconds(), cause.toString());
        change(status.failed(what + ": " + cause.getMessage()));
        Thread.sleep(PAUSE_AFTER_OUTAGE.toMillis());
    }

    private void change(TrainerStatus newStatus) {
        status = newStatus;
        listener.accept(newStatus);
    }
}
