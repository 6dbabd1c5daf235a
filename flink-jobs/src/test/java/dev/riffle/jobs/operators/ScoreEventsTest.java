package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.bundle.SeededBundle;
import dev.riffle.detector.pipeline.Event;
import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.ScorerInput;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.Finding;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.ReleaseRole;
import dev.riffle.schemas.Stage;
import dev.riffle.schemas.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.Test;

class ScoreEventsTest {
    private static final int MAX_PARALLELISM = 128;
    private static final long FLUSH_INTERVAL = 200;
    /** A multiple of the events after which a threshold moves, so that it is up to date when saved. */
    private static final int LEARNED_EVENTS = 47 * 64;

    private static final long NOON = 1_700_000_000_000L;

    private final SyntheticStream stream = new SyntheticStream(7, 0);

    @Test
    void beforeTheFirstModelEveryEventIsAnsweredAtOnceAndFeedsTheTrainer() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.event("a", NOON);
            Assignment answer = scorer.assignments().get(0);
            assertThat(answer.getVerdict()).isEqualTo(Verdict.WARMING_UP);
            assertThat(answer.getEventId()).isEqualTo("a");
            assertThat(answer.getKey()).isEqualTo("k");
            assertThat(answer.getEventTime()).isEqualTo(NOON);
            assertThat(answer.getReceivedTime()).isEqualTo(NOON + 5);
            assertThat(answer.getModelVersion()).isZero();
            assertThat(answer.getScore()).isNull();
            assertThat(answer.getClusterId()).isNull();

            FeatureRecord features = scorer.side(ScoreEvents.FEATURES).get(0);
            assertThat(features.getFeatures()).hasSize(SyntheticStream.WIDTH);
            assertThat(features.getModelVersion()).isZero();
            assertThat(features.getPipeline()).isEqualTo(TestModels.PIPELINE.fingerprint());
        }
    }

    @Test
    void aReleaseIsAdoptedAndNamedInEveryAnswerFromThenOn() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(4));
            scorer.event("a", NOON);
            Assignment answer = scorer.assignments().get(0);
            assertThat(answer.getModelVersion()).isEqualTo(4);
            assertThat(answer.getClustersVersion()).isZero();
            assertThat(answer.getVerdict()).isIn(Verdict.NORMAL, Verdict.ANOMALY);
            assertThat(answer.getScore()).isBetween(0.0, 1.0);
            assertThat(answer.getTailProbability()).isGreaterThan(0).isLessThanOrEqualTo(1);
            assertThat(answer.getThreshold()).isBetween(0.0, 1.0);
            assertThat(answer.getClusterId()).isNotNull();
            assertThat(scorer.side(ScoreEvents.CLUSTER_EVENTS))
                    .extracting(ClusterEvent::getType, ClusterEvent::getModelVersion)
                    .containsExactly(tuple(ClusterEventType.MODEL_ADOPTED, 4L));
        }
    }

    @Test
    void onlyTheFirstSubtaskTellsOfModels() throws Exception {
        try (Scorer scorer = new Scorer(2, 1)) {
            scorer.open();
            scorer.release(TestModels.release(4));
            assertThat(scorer.side(ScoreEvents.CLUSTER_EVENTS)).isEmpty();
        }
    }

    @Test
    void aReleaseThatIsNotNewerIsPassedOver() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(4));
            scorer.release(TestModels.release(4));
            scorer.release(TestModels.release(3));
            assertThat(scorer.versionInUse()).isEqualTo(4);
            assertThat(scorer.side(ScoreEvents.CLUSTER_EVENTS)).hasSize(1);
        }
    }

    @Test
    void aTruncatedBundleIsRefusedAndTheOldModelGoesOn() throws Exception {
        byte[] bytes = BundleFormat.encode(TestModels.bundle(5));
        assertRefused(TestModels.release(5, Arrays.copyOf(bytes, bytes.length / 2)), "");
    }

    @Test
    void aBundleOfAFutureFormatIsRefused() throws Exception {
        byte[] bytes = BundleFormat.encode(TestModels.bundle(5));
        assertRefused(TestModels.release(5, withFutureVersion(bytes)), "version");
    }

    @Test
    void aBundleThatWasDamagedOnItsWayIsRefused() throws Exception {
        ModelRelease release = TestModels.release(5);
        release.setSha256("0".repeat(64));
        assertRefused(release, "SHA-256");
    }

    @Test
    void aModelOfAnotherPipelineIsRefused() throws Exception {
        ModelBundle other = TestModels.bundle(5, SeededBundle.numericPipeline(4));
        assertRefused(TestModels.release(other), "pipeline");
    }

    @Test
    void aReleaseThatNamesAnotherVersionThanItsBundleIsRefused() throws Exception {
        ModelRelease release = TestModels.release(4);
        release.setModelVersion(5);
        assertRefused(release, "version");
    }

    private void assertRefused(ModelRelease release, String reason) throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(2));
            scorer.release(release);
            assertThat(scorer.versionInUse()).isEqualTo(2);
            ClusterEvent told = scorer.side(ScoreEvents.CLUSTER_EVENTS).get(1);
            assertThat(told.getType()).isEqualTo(ClusterEventType.MODEL_REFUSED);
            assertThat(told.getModelVersion()).isEqualTo(5);
            assertThat(told.getDetail()).isNotBlank().contains(reason);
        }
    }

    @Test
    void anEventThatTheWatermarkHasPassedIsMarkedLateAndScoredAllTheSame() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            scorer.event("first", NOON);
            scorer.harness.processWatermark(new Watermark(NOON - 1_000));
            scorer.event("in time", NOON - 999);
            scorer.event("late", NOON - 1_000);
            assertThat(scorer.assignments())
                    .extracting(Assignment::getEventId, Assignment::getLate)
                    .containsExactly(tuple("first", false), tuple("in time", false), tuple("late", true));
            assertThat(scorer.assignments().get(2).getModelVersion()).isEqualTo(1);
        }
    }

    @Test
    void whatWasLearnedIsReportedByTheTimerAheadOfABarrierAndAtTheEnd() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            scorer.event("a", NOON);
            assertThat(scorer.statistics()).isEmpty();
            scorer.harness.setProcessingTime(FLUSH_INTERVAL);
            assertThat(scorer.statistics()).hasSize(1);

            scorer.harness.setProcessingTime(2 * FLUSH_INTERVAL);
            assertThat(scorer.statistics()).as("nothing new to report").hasSize(1);

            scorer.event("b", NOON);
            scorer.event("c", NOON);
            scorer.harness.prepareSnapshotPreBarrier(1);
            assertThat(scorer.statistics()).hasSize(2);
            assertThat(scorer.statistics().get(1).getEvents()).isEqualTo(2);

            scorer.event("d", NOON);
            scorer.harness.endInput();
            assertThat(scorer.statistics())
                    .extracting(ClusterStatistics::getEvents)
                    .containsExactly(1L, 2L, 1L);
            assertThat(scorer.statistics())
                    .allSatisfy(report -> assertThat(report.getModelVersion()).isEqualTo(1));
        }
    }

    @Test
    void newerCentroidsAreUsedAndOlderOnesPassedOver() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            scorer.event("before", NOON);
            scorer.clusters(snapshot(1, 20));
            assertThat(scorer.statistics())
                    .as("sums for the old centroids leave first")
                    .extracting(ClusterStatistics::getClustersVersion)
                    .containsExactly(0L);
            scorer.clusters(snapshot(1, 10));
            scorer.clusters(snapshot(7, 30));
            scorer.event("after", NOON);
            assertThat(scorer.assignments())
                    .extracting(Assignment::getClustersVersion)
                    .containsExactly(0L, 20L);
        }
    }

    @Test
    void centroidsThatComeBeforeTheirModelWaitForIt() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.clusters(snapshot(2, 40));
            scorer.release(TestModels.release(1));
            scorer.event("first model", NOON);
            scorer.release(TestModels.release(2));
            scorer.event("second model", NOON);
            assertThat(scorer.assignments())
                    .extracting(Assignment::getModelVersion, Assignment::getClustersVersion)
                    .containsExactly(tuple(1L, 0L), tuple(2L, 40L));
        }
    }

    @Test
    void anomaliesAreExplainedAndRepeatedOnTheirOwnStream() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            for (int i = 0; i < 200; i++) {
                scorer.event("e" + i, NOON + i, i % 20 == 19 ? stream.anomaly() : stream.normal());
            }
            List<Assignment> anomalies = scorer.assignments().stream()
                    .filter(answer -> answer.getVerdict() == Verdict.ANOMALY)
                    .toList();
            assertThat(anomalies).hasSizeBetween(5, 30);
            assertThat(anomalies).allSatisfy(anomaly -> {
                assertThat(anomaly.getTriggers()).isNotEmpty();
                assertThat(anomaly.getContributions()).hasSizeBetween(1, 5);
            });
            assertThat(scorer.side(ScoreEvents.ANOMALIES)).containsExactlyElementsOf(anomalies);
            assertThat(scorer.assignments())
                    .filteredOn(answer -> answer.getVerdict() == Verdict.NORMAL)
                    .allSatisfy(normal -> {
                        assertThat(normal.getTriggers()).isEmpty();
                        assertThat(normal.getContributions()).isEmpty();
                    });
        }
    }

    @Test
    void anEventThatCannotBeScoredBecomesADeadLetterThatSaysWhereItLies() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            scorer.process(new EventInFlight(
                    new Event("odd", new String[] {"k"}, NOON, new double[0], new String[0]),
                    NOON,
                    2,
                    77,
                    new double[] {1, 2}));
            assertThat(scorer.assignments()).isEmpty();
            assertThat(scorer.side(DeadLetters.TAG)).singleElement().satisfies(letter -> {
                assertThat(letter.getStage()).isEqualTo(Stage.SCORE);
                assertThat(letter.getTopic()).isEqualTo("events");
                assertThat(letter.getPartition()).isEqualTo(2);
                assertThat(letter.getOffset()).isEqualTo(77);
                assertThat(letter.getDetail()).contains("odd");
            });
        }
    }

    @Test
    void theSampleOfFeaturesDependsOnTheEventIdAlone() throws Exception {
        List<String> first = sampled(0.3);
        assertThat(first).hasSizeBetween(200, 400).isEqualTo(sampled(0.3));
        assertThat(sampled(0)).isEmpty();
        assertThat(sampled(1)).hasSize(1_000);
    }

    private List<String> sampled(double rate) throws Exception {
        try (Scorer scorer = new Scorer(1, 0, rate)) {
            scorer.open();
            for (int i = 0; i < 1_000; i++) {
                scorer.event("event-" + i, NOON);
            }
            return scorer.side(ScoreEvents.FEATURES).stream()
                    .map(FeatureRecord::getEventId)
                    .toList();
        }
    }

    @Test
    void ofAStreamFasterThanTheLimitOnlyASampleFeedsTheTrainer() throws Exception {
        try (Scorer scorer = new Scorer(1, 0, 1, 500, DriftObserver.Watches.ADWIN)) {
            scorer.open();
            for (int i = 0; i < 1_000; i++) {
                scorer.event("before-" + i, NOON);
            }
            assertThat(scorer.side(ScoreEvents.FEATURES))
                    .as("the pace is not known yet")
                    .hasSize(1_000);
            // 1,000 events in 200 ms are 5,000 a second, ten times the limit.
            scorer.harness.setProcessingTime(FLUSH_INTERVAL);
            for (int i = 0; i < 1_000; i++) {
                scorer.event("after-" + i, NOON);
            }
            assertThat(scorer.side(ScoreEvents.FEATURES).size() - 1_000).isBetween(60, 140);
            assertThat(scorer.assignments()).as("every event is answered").hasSize(2_000);
        }
    }

    @Test
    void aDriftWatchThatFailsCostsNoAnswerAndIsLetGo() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        DriftObserver.Watches broken = new BrokenWatches(asked);
        try (Scorer scorer = new Scorer(1, 0, 1, 1e6, broken)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            scorer.event("a", NOON);
            scorer.event("b", NOON);
            assertThat(scorer.assignments()).extracting(Assignment::getEventId).containsExactly("a", "b");
            assertThat(scorer.side(DeadLetters.TAG)).isEmpty();
            assertThat(asked).as("let go after its first failure").hasValue(1);

            scorer.release(TestModels.release(2));
            scorer.event("c", NOON);
            assertThat(asked).as("the next model has a watch of its own").hasValue(2);
            assertThat(scorer.assignments()).hasSize(3);
        }
    }

    /** Watches that throw at every event. */
    private static final class BrokenWatches implements DriftObserver.Watches {
        private static final long serialVersionUID = 1L;

        private final AtomicInteger asked;

        BrokenWatches(AtomicInteger asked) {
            this.asked = asked;
        }

        @Override
        public DriftObserver.Watch of(ModelBundle bundle) {
            return (detection, time) -> {
                asked.incrementAndGet();
                throw new IllegalStateException("broken");
            };
        }
    }

    @Test
    void aRestoreBringsBackModelCentroidsAndThreshold() throws Exception {
        OperatorSubtaskState state;
        double threshold;
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            learn(scorer);
            state = scorer.harness.snapshot(1, 1);
            threshold = scorer.nextAnswer().getThreshold();
        }
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.restore(state);
            Assignment answer = scorer.nextAnswer();
            assertThat(answer.getModelVersion()).isEqualTo(1);
            assertThat(answer.getClustersVersion()).isEqualTo(20);
            assertThat(answer.getThreshold()).isEqualTo(threshold);
        }
    }

    @Test
    void scalingOutGivesEveryScorerWhatOneHadLearned() throws Exception {
        OperatorSubtaskState state;
        double threshold;
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            learn(scorer);
            state = scorer.harness.snapshot(1, 1);
            threshold = scorer.nextAnswer().getThreshold();
        }
        for (int subtask = 0; subtask < 2; subtask++) {
            try (Scorer scorer = new Scorer(2, subtask)) {
                scorer.restore(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        state, MAX_PARALLELISM, 1, 2, subtask));
                Assignment answer = scorer.nextAnswer();
                assertThat(answer.getModelVersion()).isEqualTo(1);
                assertThat(answer.getClustersVersion()).isEqualTo(20);
                assertThat(answer.getThreshold()).isEqualTo(threshold);
            }
        }
    }

    @Test
    void scalingInMergesWhatSeveralHadLearned() throws Exception {
        OperatorSubtaskState learned;
        OperatorSubtaskState fresh;
        double threshold;
        double untouched;
        try (Scorer scorer = new Scorer(2, 0)) {
            scorer.open();
            learn(scorer);
            learned = scorer.harness.snapshot(1, 1);
            threshold = scorer.nextAnswer().getThreshold();
        }
        try (Scorer scorer = new Scorer(2, 1)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            scorer.clusters(snapshot(1, 20));
            fresh = scorer.harness.snapshot(1, 1);
            untouched = scorer.nextAnswer().getThreshold();
        }
        assertThat(threshold).isNotEqualTo(untouched);
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.restore(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    AbstractStreamOperatorTestHarness.repackageState(learned, fresh), MAX_PARALLELISM, 2, 1, 0));
            assertThat(scorer.nextAnswer().getThreshold())
                    .as("between what one had learned and where the other started, but for the sketches' accuracy")
                    .isNotEqualTo(untouched)
                    .isBetween(Math.min(threshold, untouched) - 0.001, Math.max(threshold, untouched) + 0.001);
        }
    }

    @Test
    void segmentsKeepTheirThresholdsThroughACheckpointARescaleAndASwap() throws Exception {
        OperatorSubtaskState state;
        List<Double> learned;
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            for (int i = 0; i < 2 * LEARNED_EVENTS; i++) {
                boolean noisy = i % 2 == 0;
                scorer.event("e" + i, NOON + i, noisy ? noisy() : stream.normal(), noisy ? "noisy" : "calm");
            }
            state = scorer.harness.snapshot(1, 1);
            learned = scorer.thresholds("noisy", "calm", null);
            assertThat(learned.get(0)).isGreaterThan(learned.get(1));

            scorer.release(TestModels.release(2));
            assertThat(scorer.thresholds(null, "noisy", "calm"))
                    .as("the new model's calibration, but for the accounts")
                    .allSatisfy(threshold -> assertThat(threshold).isBetween(0.89, 0.98));
        }
        for (int subtask = 0; subtask < 2; subtask++) {
            try (Scorer scorer = new Scorer(2, subtask)) {
                scorer.restore(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        state, MAX_PARALLELISM, 1, 2, subtask));
                assertThat(scorer.thresholds("noisy", "calm", null))
                        .usingElementComparator(new DoubleComparator(1e-6))
                        .isEqualTo(learned);
            }
        }
    }

    private double[] noisy() {
        double[] row = stream.normal();
        for (int i = 0; i < row.length; i++) {
            row[i] *= 3;
        }
        return row;
    }

    /** Shows the scorer a stream that its threshold and centroids have to follow. */
    private void learn(Scorer scorer) throws Exception {
        scorer.release(TestModels.release(1));
        scorer.clusters(snapshot(1, 20));
        for (int i = 0; i < LEARNED_EVENTS; i++) {
            scorer.event("e" + i, NOON + i);
        }
        scorer.harness.prepareSnapshotPreBarrier(1);
    }

    private static ClusterSnapshot snapshot(long model, long version) {
        ModelBundle bundle = TestModels.bundle(model);
        ClusterSnapshot snapshot = ClusterRecords.snapshot(bundle.clusters(), NOON);
        snapshot.setClustersVersion(version);
        return snapshot;
    }

    @Test
    void aShadowJudgesBesideTheChampionAndGivesNoVerdict() throws Exception {
        OperatorSubtaskState state;
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            scorer.release(shadow(2));
            for (int i = 0; i < 200; i++) {
                scorer.event("e" + i, NOON + i);
            }
            assertThat(scorer.assignments())
                    .extracting(Assignment::getModelVersion)
                    .containsOnly(1L);
            assertThat(scorer.operator.shadowVersion()).isEqualTo(2);
            assertThat(scorer.side(ScoreEvents.CLUSTER_EVENTS).get(1).getDetail())
                    .contains("as a shadow");
            state = scorer.harness.snapshot(1, 1);
        }
        try (Scorer restored = new Scorer(1, 0)) {
            restored.restore(state);
            assertThat(restored.versionInUse()).isEqualTo(1);
            assertThat(restored.operator.shadowVersion()).isEqualTo(2);

            restored.release(TestModels.release(3));
            assertThat(restored.versionInUse()).isEqualTo(3);
            assertThat(restored.operator.shadowVersion())
                    .as("a newer champion ends the shadow's time")
                    .isZero();
        }
    }

    @Test
    void aDamagedShadowIsRefusedAndTheChampionGoesOn() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            ModelRelease damaged = shadow(2);
            damaged.setSha256("0".repeat(64));
            scorer.release(damaged);

            assertThat(scorer.versionInUse()).isEqualTo(1);
            assertThat(scorer.side(ScoreEvents.CLUSTER_EVENTS)).last().satisfies(event -> assertThat(event.getType())
                    .isEqualTo(ClusterEventType.MODEL_REFUSED));
        }
    }

    @Test
    void verdictsThatComeAgainAfterARestartCountOnce() throws Exception {
        OperatorSubtaskState state;
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            for (int i = 0; i < 10; i++) {
                scorer.verdict("a", Finding.FALSE_ALERT);
            }
            state = scorer.harness.snapshot(1, 1);
        }
        double undisturbed = thresholdAfterVerdicts(state, 0);
        assertThat(thresholdAfterVerdicts(state, 10)).isEqualTo(undisturbed);
        assertThat(thresholdAfterVerdicts(state, 11)).as("the eleventh is new").isGreaterThan(undisturbed);
    }

    /** What a scorer that goes on from the state asks for after it has heard the topic's first verdicts. */
    private double thresholdAfterVerdicts(OperatorSubtaskState state, int verdicts) throws Exception {
        try (Scorer restored = new Scorer(1, 0)) {
            restored.restore(state);
            for (int i = 0; i < verdicts; i++) {
                restored.verdict("a", Finding.FALSE_ALERT);
            }
            return restored.thresholds("a").get(0);
        }
    }

    @Test
    void falseAlertsRaiseTheThresholdOfTheirSegmentThroughARestart() throws Exception {
        OperatorSubtaskState state;
        double before;
        double after;
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            before = scorer.thresholds("a").get(0);
            for (int i = 0; i < 10; i++) {
                scorer.verdict("a", Finding.FALSE_ALERT);
            }
            after = scorer.thresholds("a").get(0);
            assertThat(after).isGreaterThan(before);
            assertThat(scorer.thresholds("b").get(0)).isLessThan(after);
            state = scorer.harness.snapshot(1, 1);
        }
        try (Scorer restored = new Scorer(1, 0)) {
            restored.restore(state);
            assertThat(restored.thresholds("a").get(0)).isGreaterThan(before);
        }
    }

    @Test
    void aStreamThatChangesIsReportedOnce() throws Exception {
        try (Scorer scorer = new Scorer(1, 0)) {
            scorer.open();
            scorer.release(TestModels.release(1));
            for (int i = 0; i < 6_000; i++) {
                double[] row = stream.normal();
                row[2] += i < 4_000 ? 0 : 5;
                scorer.event("e" + i, NOON + i, row);
            }
            assertThat(scorer.side(ScoreEvents.DRIFTS)).singleElement().satisfies(report -> {
                assertThat(report.modelVersion()).isEqualTo(1);
                assertThat(report.sinceMillis()).isBetween(NOON + 3_500, NOON + 6_000);
            });
        }
    }

    private static ModelRelease shadow(long version) {
        ModelRelease release =
                ModelRelease.newBuilder(TestModels.release(version)).build();
        release.setRole(ReleaseRole.SHADOW);
        return release;
    }

    /** The format version is the big-endian integer after the eight bytes of magic. */
    private static byte[] withFutureVersion(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[11] = (byte) (BundleFormat.CURRENT_VERSION + 1);
        return changed;
    }

    /** One scorer of several under Flink's test harness. */
    private final class Scorer implements AutoCloseable {
        private final ScoreEvents operator;
        private final OneInputStreamOperatorTestHarness<ScorerInput, Assignment> harness;
        private long verdicts;

        Scorer(int parallelism, int subtask) throws Exception {
            this(parallelism, subtask, 1.0);
        }

        Scorer(int parallelism, int subtask, double sampleRate) throws Exception {
            this(parallelism, subtask, sampleRate, 1e6, DriftObserver.Watches.ADWIN);
        }

        Scorer(int parallelism, int subtask, double sampleRate, double featuresPerSecond, DriftObserver.Watches watches)
                throws Exception {
            operator = new ScoreEvents(
                    new ScoringSettings(
                            TestModels.text(), "events", "5%", "", sampleRate, featuresPerSecond, FLUSH_INTERVAL, 1),
                    watches);
            harness = new OneInputStreamOperatorTestHarness<>(operator, MAX_PARALLELISM, parallelism, subtask);
        }

        void open() throws Exception {
            harness.open();
        }

        void restore(OperatorSubtaskState state) throws Exception {
            harness.initializeState(state);
            harness.open();
        }

        void event(String id, long time) throws Exception {
            event(id, time, stream.normal());
        }

        void event(String id, long time, double[] row) throws Exception {
            process(new EventInFlight(
                    new Event(id, new String[] {"k"}, time, new double[0], new String[0]), time + 5, 0, 1, row));
        }

        void event(String id, long time, double[] row, String segment) throws Exception {
            Event event = new Event(id, new String[] {"k"}, time, new double[0], new String[0]);
            process(EventInFlight.of(event, segment, time + 5, 0, 1, row));
        }

        /** The thresholds that an event of each segment is held against. */
        List<Double> thresholds(String... segments) throws Exception {
            List<Double> thresholds = new ArrayList<>();
            for (String segment : segments) {
                event("asked", NOON + LEARNED_EVENTS, new double[SyntheticStream.WIDTH], segment);
                thresholds.add(assignments().get(assignments().size() - 1).getThreshold());
            }
            return thresholds;
        }

        void process(EventInFlight event) throws Exception {
            harness.processElement(new StreamRecord<>(event));
        }

        void release(ModelRelease release) throws Exception {
            harness.processElement(new StreamRecord<>(ControlMessage.of(release)));
        }

        void verdict(String segment, Finding finding) throws Exception {
            harness.processElement(new StreamRecord<>(ControlMessage.of(
                    AnalystVerdict.newBuilder()
                            .setEventId("e")
                            .setFinding(finding)
                            .setTime(NOON)
                            .setSegment(segment)
                            .build(),
                    verdicts++)));
        }

        void clusters(ClusterSnapshot snapshot) throws Exception {
            harness.processElement(new StreamRecord<>(ControlMessage.of(snapshot)));
        }

        Assignment nextAnswer() throws Exception {
            event("next", NOON);
            List<Assignment> answers = assignments();
            return answers.get(answers.size() - 1);
        }

        long versionInUse() throws Exception {
            return nextAnswer().getModelVersion();
        }

        List<Assignment> assignments() {
            return harness.extractOutputValues();
        }

        List<ClusterStatistics> statistics() {
            return side(ScoreEvents.STATISTICS);
        }

        <T> List<T> side(OutputTag<T> tag) {
            Queue<StreamRecord<T>> records = harness.getSideOutput(tag);
            List<T> values = new ArrayList<>();
            if (records != null) {
                records.forEach(record -> values.add(record.getValue()));
            }
            return values;
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
