package dev.riffle.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.anomaly.AlertBudget;
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
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
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
        input.toLearnFrom(199);
        loop.step();
        assertThat(shelf.models).isEmpty();

        input.toLearnFrom(1);
        loop.step();

        assertThat(shelf.models).extracting(ModelBundle::modelVersion).containsExactly(1L);
        assertThat(loop.status().count().releases()).isEqualTo(1);
        assertThat(loop.status().newestVersion()).isEqualTo(1);
        assertThat(phases)
                .containsSubsequence(
                        TrainerStatus.Phase.TRAINING,
                        TrainerStatus.Phase.JUDGING,
                        TrainerStatus.Phase.PUBLISHING,
                        TrainerStatus.Phase.COLLECTING);
    }

    @Test
    void whatWasThereAtTheStartIsReadBeforeTheFirstTraining() throws Exception {
        RetrainingLoop loop = loop(trainer);
        input.behind = true;
        input.toLearnFrom(200);
        loop.step();
        assertThat(shelf.models).isEmpty();

        input.behind = false;
        loop.step();
        assertThat(shelf.models).hasSize(1);
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
        input.requests.add(new Request("r1", "MANUAL", clock.millis() + 1, OptionalLong.empty(), 0));
        restarted.step();

        assertThat(shelf.models).extracting(ModelBundle::modelVersion).containsExactly(1L, 2L);
        assertThat(shelf.models.get(1).provenance().hyperparameters()).containsEntry("cause", "request r1 (MANUAL)");
    }

    @Test
    void leavesOutFlaggedRowsAndRowsOfOtherPipelines() throws Exception {
        RetrainingLoop loop = loop(trainer);
        input.rows(300, true);
        input.queue.add(new FeatureRow("e", "other", 1, false, new double[4]));
        input.queue.add(new FeatureRow("e", PIPELINE.fingerprint(), 1, false, new double[3]));
        input.queue.add(new FeatureRow(
                "e", PIPELINE.fingerprint(), 1, false, new double[] {1, 2, Double.POSITIVE_INFINITY, 3}));
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
        RetrainingLoop loop = loop(new AutoencoderTrainer(endless), status -> {
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

    @Test
    void aModelTrainedOnShuffledColumnsIsRefusedForWhatItIsAndTheChampionGoesOn() throws Exception {
        refuses(rows -> {
            double[][] shuffled = new double[rows.count()][];
            for (int i = 0; i < shuffled.length; i++) {
                double[] row = rows.rows()[i];
                shuffled[i] = new double[] {row[2], row[3], 5 * row[0], row[1]};
            }
            return shuffled;
        });
        assertThat(shelf.refusals.get(0)).contains("champion");
    }

    @Test
    void aModelTrainedOnAnomaliesOnlyIsRefusedAndTheChampionGoesOn() throws Exception {
        refuses(rows -> {
            double[][] anomalies = new double[rows.count()][];
            for (int i = 0; i < anomalies.length; i++) {
                double[] row = rows.rows()[i];
                anomalies[i] = new double[] {row[0] + 8, row[1] - 8, row[2], row[3] + 8};
            }
            return anomalies;
        });
        assertThat(shelf.refusals.get(0)).contains("look rare to it");
    }

    private void refuses(Function<TrainingRows, double[][]> poison) throws Exception {
        DetectorTrainer poisoned = new DetectorTrainer() {
            @Override
            public String algorithm() {
                return trainer.algorithm();
            }

            @Override
            public ModelBundle train(TrainingRows rows, TrainingContext context) {
                return trainer.train(
                        context.parent().isEmpty()
                                ? rows
                                : new TrainingRows(rows.width(), poison.apply(rows), rows.eventTimes(), rows.flagged()),
                        context);
            }
        };
        RetrainingLoop loop = loop(poisoned);
        input.rows(3_000, false);
        loop.step();
        assertThat(shelf.models).hasSize(1);
        input.requests.add(new Request("r1", "MANUAL", clock.millis(), OptionalLong.empty(), 3));
        clock.advance(Duration.ofMinutes(1));
        loop.step();

        assertThat(shelf.models).hasSize(1);
        assertThat(shelf.refusals).hasSize(1);
        assertThat(loop.status().count()).isEqualTo(new TrainerStatus.Count(2, 1, 1, 0));
        assertThat(shelf.served).hasValue(4);
        assertThat(loop.status().lastError().orElseThrow()).contains("Model 2 is refused");
        loop.step();
        assertThat(shelf.refusals).as("the request is served").hasSize(1);
    }

    @Test
    void aModelThatSomebodyElsePublishedMeanwhileIsNotReplacedByOneThatDoesNotKnowIt() throws Exception {
        RetrainingLoop loop = loop(new DetectorTrainer() {
            @Override
            public String algorithm() {
                return trainer.algorithm();
            }

            @Override
            public ModelBundle train(TrainingRows rows, TrainingContext context) {
                ModelBundle bundle = trainer.train(rows, context);
                if (context.modelVersion() == 1) {
                    shelf.models.add(bundle);
                }
                return bundle;
            }
        });
        input.rows(400, false);
        loop.step();

        assertThat(shelf.models).hasSize(1);
        assertThat(loop.status().lastError().orElseThrow()).contains("dropped");
        clock.advance(Duration.ofMinutes(10));
        loop.step();
        assertThat(shelf.models).extracting(ModelBundle::modelVersion).containsExactly(1L, 2L);
    }

    @Test
    void rowsWhoseAlertWasFalseAreLearnedFromWhicheverComesFirst() throws Exception {
        RetrainingLoop loop = loop(trainer);
        input.rows(50, true);
        loop.step();
        assertThat(loop.status().rows()).isZero();

        for (int i = 0; i < 100; i++) {
            input.findings.add(new Finding("e" + i, i % 2 == 1));
        }
        loop.step();
        int later = loop.status().rows();
        assertThat(later).isBetween(15, 25);

        input.rows(50, true);
        loop.step();
        assertThat(loop.status().rows()).isBetween(later + 15, later + 25);
    }

    private RetrainingLoop loop(DetectorTrainer algorithm) {
        return loop(algorithm, status -> phases.add(status.phase()));
    }

    private RetrainingLoop loop(DetectorTrainer algorithm, Consumer<TrainerStatus> listener) {
        return new RetrainingLoop(
                PIPELINE,
                POLICY,
                algorithm,
                new ReleaseGate(new AlertBudget.ShareOfEvents(0.01)),
                new RetrainingLoop.Surroundings(input, shelf, new Alone(), clock, listener));
    }

    /** Leads as long as it lives. */
    private static final class Alone implements Leadership {
        @Override
        public void await() {}

        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Hands over everything it was given at the next poll. */
    private static final class Memory implements TrainerInput {
        private final Queue<FeatureRow> queue = new ArrayDeque<>();
        private final Queue<Request> requests = new ArrayDeque<>();
        private final Queue<Finding> findings = new ArrayDeque<>();
        private final Random random = new Random(1);
        private int events;
        private boolean behind;

        void rows(int count, boolean flagged) {
            for (int i = 0; i < count; i++) {
                row("e" + events++, flagged);
            }
        }

        /** None of them held out. */
        void toLearnFrom(int count) {
            for (int i = 0; i < count; events++) {
                if (!HeldOutRows.holdsOut("e" + events)) {
                    row("e" + events, false);
                    i++;
                }
            }
        }

        private void row(String id, boolean flagged) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double[] values = {a, b, a - b + 0.1 * random.nextGaussian(), a + b + 0.1 * random.nextGaussian()};
            queue.add(new FeatureRow(id, PIPELINE.fingerprint(), events, flagged, values));
        }

        @Override
        public void poll(Duration patience, Receiver receiver) {
            while (!queue.isEmpty()) {
                receiver.row(queue.remove());
            }
            while (!requests.isEmpty()) {
                receiver.request(requests.remove());
            }
            while (!findings.isEmpty()) {
                receiver.finding(findings.remove());
            }
        }

        @Override
        public boolean hasCaughtUp() {
            return !behind;
        }

        @Override
        public void close() {}
    }

    /** Keeps models as bytes, as a topic does. */
    private static final class Shelf implements ReleasePublisher {
        private final List<ModelBundle> models = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();
        private OptionalLong served = OptionalLong.empty();
        private int failures;

        @Override
        public Published published() {
            return models.isEmpty()
                    ? Published.NOTHING
                    : new Published(
                            models.get(models.size() - 1).modelVersion(), Optional.of(models.get(models.size() - 1)));
        }

        @Override
        public void publish(Release release, OptionalLong servedUpTo) throws IOException, SupersededException {
            if (failures-- > 0) {
                throw new IOException("broker is away");
            }
            if (release.bundle().modelVersion() <= published().newestVersion()) {
                throw new SupersededException("version is taken", null);
            }
            try {
                models.add(BundleFormat.decode(release.encoded()));
                served = servedUpTo;
            } catch (dev.riffle.detector.bundle.InvalidBundleException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void refuse(long modelVersion, String reasons, OptionalLong servedUpTo) {
            refusals.add(reasons);
            served = servedUpTo;
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
