package dev.riffle.trainer.service;

import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.replay.Row;
import dev.riffle.trainer.service.ReleasePublisher.Release;
import dev.riffle.trainer.service.ReleasePublisher.Role;
import dev.riffle.trainer.training.DetectorTrainer;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingInterruptedException;
import dev.riffle.trainer.training.TrainingRows;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While it leads: reads features and requests, trains when the schedule says so, and publishes what passes the gate, until
 * its thread is interrupted. An error in one training, or a source that cannot be reached, is logged and does not end it.
 * All of it happens on one thread: while a model trains, rows wait where they come from.
 */
public final class RetrainingLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RetrainingLoop.class);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_OUTAGE = Duration.ofSeconds(1);

    private final Pipeline pipeline;
    private final RetrainingPolicy policy;
    private final DetectorTrainer trainer;
    private final ReleaseGate gate;
    private final Surroundings surroundings;
    private final TrainerInput input;
    private final ReleasePublisher publisher;
    private final Clock clock;
    private RowCollector collector;
    private RetrainingSchedule schedule;
    private boolean caughtUp;
    private ReleasePublisher.Published published = ReleasePublisher.Published.NOTHING;
    private volatile TrainerStatus status = TrainerStatus.starting();

    /**
     * What the loop works with.
     *
     * @param listener hears every change of status, on the loop's thread
     */
    public record Surroundings(
            TrainerInput input,
            ReleasePublisher publisher,
            Leadership leadership,
            Clock clock,
            Consumer<TrainerStatus> listener) {
        public Surroundings {
            Objects.requireNonNull(input, "input");
            Objects.requireNonNull(publisher, "publisher");
            Objects.requireNonNull(leadership, "leadership");
            Objects.requireNonNull(clock, "clock");
            Objects.requireNonNull(listener, "listener");
        }
    }

    public RetrainingLoop(
            Pipeline pipeline,
            RetrainingPolicy policy,
            DetectorTrainer trainer,
            ReleaseGate gate,
            Surroundings surroundings) {
        this.pipeline = pipeline;
        this.policy = policy;
        this.trainer = trainer;
        this.gate = gate;
        this.surroundings = surroundings;
        input = surroundings.input();
        publisher = surroundings.publisher();
        clock = surroundings.clock();
        startAfresh();
    }

    /** What the loop is doing; readable from any thread. */
    public TrainerStatus status() {
        return status;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                change(status.in(TrainerStatus.Phase.STANDBY));
                surroundings.leadership().await();
                lead();
            }
        } catch (InterruptedException | TrainingInterruptedException e) {
            LOG.debug("Retraining ends: {}", e.toString());
        } finally {
            change(status.in(TrainerStatus.Phase.STOPPED));
        }
    }

    /** Goes on until another trainer leads. What was collected before says nothing about what was served since. */
    private void lead() throws InterruptedException {
        startAfresh();
        change(status.in(TrainerStatus.Phase.STARTING));
        try {
            readPublished();
            change(status.in(TrainerStatus.Phase.COLLECTING));
            while (surroundings.leadership().isHeld() && !Thread.currentThread().isInterrupted()) {
                step();
            }
        } finally {
            input.close();
        }
        LOG.info("Another trainer may lead: standing by");
    }

    private void startAfresh() {
        collector = new RowCollector(pipeline, policy);
        schedule = new RetrainingSchedule(policy);
        caughtUp = false;
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

                @Override
                public void served(Request request) {
                    schedule.served(request.id());
                }

                @Override
                public void finding(Finding finding) {
                    collector.found(finding);
                }
            });
            // Half of the history would make half a model, and a request may lie behind it.
            caughtUp = caughtUp || input.hasCaughtUp();
        } catch (IOException e) {
            outage("Cannot read features for now", e);
            return;
        }
        if (collector.size() != status.rows()) {
            change(status.withRows(collector.size()));
        }
        if (!caughtUp) {
            return;
        }
        Optional<String> cause = schedule.due(clock.instant(), collector.size(), collector::sizeSince);
        if (cause.isPresent()) {
            // Somebody may have promoted a model by hand since.
            readPublished();
            cause = schedule.due(clock.instant(), collector.size(), collector::sizeSince);
        }
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
        Optional<Instant> trained = championSince();
        change(status.withNewest(published.newestVersion(), trained));
        trained.ifPresent(schedule::modelFound);
    }

    /** When the champion was trained, if it is one for this pipeline. */
    private Optional<Instant> championSince() {
        return published
                .champion()
                .filter(bundle -> bundle.pipeline().fingerprint().equals(pipeline.fingerprint()))
                .map(bundle -> Instant.ofEpochMilli(bundle.provenance().createdMillis()));
    }

    private void train(String cause) throws InterruptedException {
        RetrainingSchedule.Served served = schedule.begin();
        TrainingRows rows = rowsFor(served);
        long version = published.newestVersion() + 1;
        change(status.training());
        try {
            LOG.info("Training model {} on {} rows: {}", version, rows.count(), cause);
            ModelBundle challenger = trainer.train(
                    rows,
                    new TrainingContext(
                            version, pipeline, published.champion(), cause, clock, step -> change(status.at(step))));
            change(status.in(TrainerStatus.Phase.JUDGING));
            ReleaseGate.Admitted admitted =
                    gate.admit(challenger, published.champion(), heldOutFor(served), collector.verdicts());
            change(status.in(TrainerStatus.Phase.PUBLISHING));
            publish(admitted, cause, served);
            schedule.finished(clock.instant(), served, true);
            change(status.released(version, championSince()));
            LOG.info(
                    "Published model {} ({} bytes): {}",
                    version,
                    admitted.encoded().length,
                    admitted.outcome().summary());
        } catch (TrainingInterruptedException e) {
            throw e;
        } catch (ChallengerRefusedException e) {
            refuse(version, e.getMessage(), served);
        } catch (SupersededException e) {
            superseded(version, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            // Memory off the heap runs out in one training and is there again for the next. Whatever its kind, one
            // training's failure must not end the service that makes the next model.
            schedule.failed(clock.instant());
            LOG.error("Model {} was not published", version, e);
            change(status.failed(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    /** After a drift the rows since then, if they are enough to learn from. */
    private TrainingRows rowsFor(RetrainingSchedule.Served served) {
        TrainingRows rows = collector.rows();
        if (served.dataFrom().isEmpty()) {
            return rows;
        }
        TrainingRows since = rows.since(served.dataFrom().getAsLong());
        return since.count() >= policy.fewRows() ? since : rows;
    }

    /** After a drift the held-out rows since then: the champion may well be better on what is no more. */
    private List<Row> heldOutFor(RetrainingSchedule.Served served) {
        long from = served.dataFrom().orElse(Long.MIN_VALUE);
        return collector.heldOut().stream()
                .filter(row -> row.eventTimeMillis() >= from)
                .toList();
    }

    /** Publishes, however long the place cannot be reached: the training behind the model was dear. */
    private void publish(ReleaseGate.Admitted admitted, String cause, RetrainingSchedule.Served served)
            throws InterruptedException, SupersededException {
        ModelBundle bundle = admitted.bundle();
        Role role = policy.shadow() && published.champion().isPresent() ? Role.SHADOW : Role.CHAMPION;
        Release release = new Release(
                bundle,
                admitted.encoded(),
                role,
                OptionalLong.empty(),
                cause + ": " + admitted.outcome().summary(),
                published.champion());
        while (true) {
            try {
                publisher.publish(release, served.upTo());
                break;
            } catch (IOException e) {
                outage("Cannot publish model " + bundle.modelVersion() + " for now", e);
            }
        }
        published = new ReleasePublisher.Published(
                bundle.modelVersion(), role == Role.CHAMPION ? Optional.of(bundle) : published.champion());
    }

    /** The champion goes on; what was asked for has been done, if to no avail. */
    private void refuse(long version, String reasons, RetrainingSchedule.Served served) throws InterruptedException {
        LOG.warn("Model {} is refused: {}", version, reasons);
        change(status.refused("Model " + version + " is refused: " + reasons));
        while (true) {
            try {
                publisher.refuse(version, reasons, served.upTo());
                schedule.finished(clock.instant(), served, false);
                schedule.failed(clock.instant());
                return;
            } catch (IOException e) {
                outage("Cannot announce that model " + version + " is refused for now", e);
            } catch (SupersededException e) {
                superseded(version, e);
                return;
            }
        }
    }

    private void superseded(long version, SupersededException cause) {
        LOG.warn("Model {} is dropped: {}", version, cause.getMessage());
        schedule.failed(clock.instant());
        change(status.failed("Model " + version + " is dropped: " + cause.getMessage()));
    }

    /** Records why the loop cannot run. */
    public void fail(String error) {
        change(status.troubled(error).in(TrainerStatus.Phase.STOPPED));
    }

    private void outage(String what, IOException cause) throws InterruptedException {
        LOG.warn("{}; trying again in {} s: {}", what, PAUSE_AFTER_OUTAGE.toSeconds(), cause.toString());
        change(status.troubled(what + ": " + cause.getMessage()));
        Thread.sleep(PAUSE_AFTER_OUTAGE.toMillis());
    }

    private void change(TrainerStatus newStatus) {
        status = newStatus;
        surroundings.listener().accept(newStatus);
    }
}
