package dev.riffle.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.trainer.training.AutoencoderTrainer;
import dev.riffle.trainer.training.DetectorTrainer;
import dev.riffle.trainer.training.TrainingConfig;
import dev.riffle.trainer.training.TrainingContext;
import dev.riffle.trainer.training.TrainingRows;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetrainingLoopTest {
    private static final Pipeline PIPELINE = Pipeline.ofNumericColumns("numbers", List.of("a", "b", "c", "d"));
    private static final RetrainingPolicy POLICY = new RetrainingPolicy(Duration.ofMinutes(10), 200, 400, 1);

    private final Memory input = new Memory();
    private final Shelf shelf = new Shelf();
    private final ManualClock clock = new ManualClock();
    private final List<TrainerStatus.Phase> phases = new ArrayList<>();
    private final AutoencoderTrainer trainer = new AutoencoderTrainer(
            TrainingConfig.DEFAULTS.toBuilder().set("epochs", "4").build());

    @Test
    void publishesTheFirstModelAsSoonAsThereAreEnoughRows() throws Exception {
        RetrainingLoop loop = loop(trainer);
        input.rows(199, false);
        loop.step();
        assertThat(shelf.models).isEmpty();

        input.rows(1, false);
        loop.step();

        assertThat(shelf.models).extracting(ModelBundle::modelVersion).containsExactly(1L);
        assertThat(loop.status().releases()).isEqualTo(1);
        assertThat(loop.status().newestVersion()).isEqualTo(1);
        assertThat(phases)
                .containsSubsequence(
                        TrainerStatus.Phase.TRAINING, TrainerStatus.Phase.PUBLISHING, TrainerStatus.Phase.COLLECTING);
    }

    @Test
    void retrainsEveryPeriodWithTheLastModelAsParent() throws Exception {
        RetrainingLoop loop = loop(trainer);
        input.rows(300, false);
        loop.step();
        loop.step();
        clock.advance(Duration.ofMinutes(10));
        loop.step();

        assertThat(shelf.models).extracting(ModelBundle::modelVersion).containsExactly(1L, 2L);
        assertThat(shelf.models.get(1).parentVersion()).isEqualTo(1);
        assertThat(shelf.models.get(1).provenance().hyperparameters()).containsEntry("cause", "period");
    }

    @Test
    void continuesAfterTheModelsThatAreThere() throws Exception {
        RetrainingLoop first = loop(trainer);
        input.rows(300, false);
        first.step();

        RetrainingLoop restarted = loop(trainer);
        restarted.readPublished();
        input.rows(300, false);
        restarted.step();
        assertThat(shelf.models).as("the period goes on").hasSize(1);
        input.requests.add(new Request("r1", "MANUAL", clock.millis() + 1));
        restarted.step();

        assertThat(shelf.models).extracting(ModelBundle::modelVersion).containsExactly(1L, 2L);
        assertThat(shelf.models.get(1).provenance().hyperparameters()).containsEntry("cause", "request r1 (MANUAL)");
    }

    @Test
    void leavesOutFlaggedRowsAndRowsOfOtherPipelines() throws Exception {
        RetrainingLoop loop = loop(trainer);
        input.rows(300, true);
        input.queue.add(new FeatureRow("other", 1, false, new double[4]));
        input.queue.add(new FeatureRow(PIPELINE.fingerprint(), 1, false, new double[3]));
        input.queue.add(
                new FeatureRow(PIPELINE.fingerprint(), 1, false, new double[] {1, 2, Double.POSITIVE_INFINITY, 3}));
        loop.step();

        assertThat(loop.status().rows()).isZero();
    }

    @Test
    void aFailedTrainingIsReportedAndTriedAgain() throws Exception {
        failsOnceThenSucceeds(() -> {
            throw new IllegalStateException("no memory left");
        });
    }

    @Test
    void aTrainingThatRunsOutOfMemoryIsReportedAndTriedAgain() throws Exception {
        failsOnceThenSucceeds(() -> {
            throw new OutOfMemoryError("no memory left");
        });
    }

    private void failsOnceThenSucceeds(Runnable failure) throws Exception {
        DetectorTrainer failingOnce = new DetectorTrainer() {
            private boolean failed;

            @Override
            public String algorithm() {
                return trainer.algorithm();
            }

            @Override
            public ModelBundle train(TrainingRows rows, TrainingContext context) {
                if (!failed) {
                    failed = true;
                    failure.run();
                }
                return trainer.train(rows, context);
            }
        };
        RetrainingLoop loop = loop(failingOnce);
        input.rows(300, false);
        loop.step();
        assertThat(loop.status().lastError()).contains("no memory left");

        loop.step();
        assertThat(shelf.models).as("it waits first").isEmpty();
        clock.advance(RetrainingSchedule.LONGEST_PAUSE_AFTER_FAILURE);
        loop.step();

        assertThat(shelf.models).hasSize(1);
        assertThat(loop.status().lastError()).isEmpty();
    }

    @Test
    void anOutageWhilePublishingDoesNotLoseTheModel() throws Exception {
        RetrainingLoop loop = loop(trainer);
        shelf.failures = 1;
        input.rows(300, false);
        loop.step();

        assertThat(shelf.models).hasSize(1);
    }

    @Test
    void anInterruptEndsTheLoopPromptlyInTheMiddleOfATraining() throws Exception {
        CountDownLatch training = new CountDownLatch(1);
        TrainingConfig endless =
                TrainingConfig.DEFAULTS.toBuilder().set("epochs", "10000").build();
        RetrainingLoop loop =
                new RetrainingLoop(PIPELINE, POLICY, new AutoencoderTrainer(endless), input, shelf, clock, status -> {
                    if (status.step().filter(step -> step.epoch() > 0).isPresent()) {
                        training.countDown();
                    }
                });
        input.rows(400, false);
        Thread thread = new Thread(loop);
        thread.start();
        assertThat(training.await(30, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();
        thread.join(5_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(shelf.models).isEmpty();
        assertThat(loop.status().phase()).isEqualTo(TrainerStatus.Phase.STOPPED);
    }

    private RetrainingLoop loop(DetectorTrainer algorithm) {
        return new RetrainingLoop(
                PIPELINE, POLICY, algorithm, input, shelf, clock, status -> phases.add(status.phase()));
    }

    /** Hands over everything it was given at the next poll. */
    private static final class Memory implements TrainerInput {
        private final Queue<FeatureRow> queue = new ArrayDeque<>();
        private final Queue<Request> requests = new ArrayDeque<>();
        private final Random random = new Random(1);

        void rows(int count, boolean flagged) {
            for (int i = 0; i < count; i++) {
                double a = random.nextGaussian();
                double b = random.nextGaussian();
                queue.add(new FeatureRow(PIPELINE.fingerprint(), i, flagged, new double[] {a, b, a - b, a + b}));
            }
        }

        @Override
        public void poll(Duration patience, Receiver receiver) {
            while (!queue.isEmpty()) {
                receiver.row(queue.remove());
            }
            while (!requests.isEmpty()) {
                receiver.request(requests.remove());
            }
        }

        @Override
        public void close() {}
    }

    /** Keeps models as bytes, as a topic does. */
    private static final class Shelf implements ReleasePublisher {
        private final List<ModelBundle> models = new ArrayList<>();
        private int failures;

        @Override
        public Published published() {
            return models.isEmpty()
                    ? Published.NOTHING
                    : new Published(
                            models.get(models.size() - 1).modelVersion(), Optional.of(models.get(models.size() - 1)));
        }

        @Override
        public void publish(ModelBundle bundle, byte[] encoded) throws IOException {
            if (failures-- > 0) {
                throw new IOException("broker is away");
            }
            try {
                models.add(BundleFormat.decode(encoded));
            } catch (dev.riffle.detector.bundle.InvalidBundleException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {}
    }

    private static final class ManualClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
