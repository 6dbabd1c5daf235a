package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.clustering.OnlineKMeans;
import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class MergeClustersTest {
    private static final long INTERVAL = 200;
    private static final long NOON = 1_700_000_000_000L;

    @Test
    void statisticsMoveTheCentroidsAndAreInTheNextVersion() throws Exception {
        try (Merger merger = new Merger()) {
            merger.open();
            merger.release(1);
            ClusterStatistics report = statistics(1, 0, 50);
            merger.statistics(report);
            assertThat(merger.published()).isEmpty();
            merger.time(NOON + INTERVAL);

            ClusterSnapshot snapshot = merger.published().get(0);
            assertThat(snapshot.getModelVersion()).isEqualTo(1);
            assertThat(snapshot.getClustersVersion()).isEqualTo(NOON);
            var expected = new OnlineKMeans(OnlineKMeans.DEFAULT_HALF_LIFE)
                    .merge(
                            TestModels.bundle(1).clusters(),
                            List.of(ClusterRecords.learned(
                                    report, TestModels.bundle(1).clusters())),
                            NOON);
            assertThat(snapshot).isEqualTo(ClusterRecords.snapshot(expected, NOON));
        }
    }

    @Test
    void reportsOfOneIntervalArePublishedTogether() throws Exception {
        try (Merger merger = new Merger()) {
            merger.open();
            merger.release(1);
            merger.statistics(statistics(1, 0, 10));
            merger.statistics(statistics(1, 0, 10));
            merger.statistics(statistics(1, 0, 10));
            merger.time(NOON + INTERVAL);
            merger.time(NOON + 2 * INTERVAL);
            assertThat(merger.published()).hasSize(1);
            assertThat(merger.published().get(0).getClustersVersion())
                    .as("the clock stood still: one version per report")
                    .isEqualTo(NOON + 2);
        }
    }

    @Test
    void versionsGrowOverARestoreEvenIfTheClockWentBack() throws Exception {
        OperatorSubtaskState state;
        try (Merger merger = new Merger()) {
            merger.open();
            merger.release(1);
            merger.statistics(statistics(1, 0, 10));
            state = merger.harness.snapshot(1, NOON);
        }
        try (Merger merger = new Merger()) {
            merger.harness.initializeState(state);
            merger.harness.open();
            merger.time(NOON - 60_000);
            merger.statistics(statistics(1, NOON, 10));
            merger.time(NOON + INTERVAL);
            assertThat(merger.published())
                    .last()
                    .extracting(ClusterSnapshot::getClustersVersion)
                    .isEqualTo(NOON + 1);
        }
    }

    @Test
    void centroidsOnTheTopicAreGoneOnFromWhereStateWasLost() throws Exception {
        try (Merger merger = new Merger()) {
            merger.open();
            merger.release(1);
            ClusterSnapshot known = ClusterRecords.snapshot(TestModels.bundle(1).clusters(), NOON);
            known.setClustersVersion(NOON + 5_000);
            merger.control(ControlMessage.of(known));
            merger.statistics(statistics(1, NOON + 5_000, 10));
            merger.time(NOON + INTERVAL);
            assertThat(merger.published().get(0).getClustersVersion()).isEqualTo(NOON + 5_001);
        }
    }

    @Test
    void statisticsOfUnknownModelsOrCentroidsArePassedOver() throws Exception {
        try (Merger merger = new Merger()) {
            merger.open();
            merger.statistics(statistics(1, 0, 10));
            merger.release(1);
            merger.statistics(statistics(1, 99, 10));
            merger.time(NOON + INTERVAL);
            assertThat(merger.published()).isEmpty();
            assertThat(merger.harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void modelsOlderThanThePreviousOneAreForgotten() throws Exception {
        try (Merger merger = new Merger()) {
            merger.open();
            for (long model = 1; model <= 3; model++) {
                merger.release(model);
                merger.statistics(statistics(model, 0, 10));
            }
            merger.time(NOON + INTERVAL);
            assertThat(merger.published())
                    .extracting(ClusterSnapshot::getModelVersion)
                    .containsExactlyInAnyOrder(2L, 3L);
            assertThat(merger.harness.numKeyedStateEntries()).isEqualTo(2);
        }
    }

    /** What a scorer would report after so many events. */
    private static ClusterStatistics statistics(long model, long clustersVersion, int events) {
        StreamingDetector detector = new StreamingDetector(TestModels.bundle(model), AlertBudget.parse("5%"));
        SyntheticStream stream = new SyntheticStream(model, 0);
        for (int i = 0; i < events; i++) {
            FeatureVector features = new FeatureVector(stream.normal());
            detector.learn(detector.judge(features), NOON + i);
        }
        ClusterStatistics statistics = ClusterRecords.statistics(detector.drain());
        statistics.setClustersVersion(clustersVersion);
        return statistics;
    }

    /** The merge operator under Flink's test harness. */
    private static final class Merger implements AutoCloseable {
        private final KeyedTwoInputStreamOperatorTestHarness<Long, ClusterStatistics, ControlMessage, ClusterSnapshot>
                harness;

        Merger() throws Exception {
            MergeClusters function = new MergeClusters(TestModels.text(), OnlineKMeans.DEFAULT_HALF_LIFE, INTERVAL);
            harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                    new CoBroadcastWithKeyedOperator<>(
                            function, List.of(MergeClusters.RELEASES, MergeClusters.PUBLISHED)),
                    ClusterStatistics::getModelVersion,
                    null,
                    Types.LONG,
                    1,
                    1,
                    0);
        }

        void open() throws Exception {
            harness.open();
            time(NOON);
        }

        void time(long now) throws Exception {
            harness.setProcessingTime(now);
        }

        void release(long version) throws Exception {
            control(ControlMessage.of(TestModels.release(version)));
        }

        void control(ControlMessage message) throws Exception {
            harness.processElement2(new StreamRecord<>(message));
        }

        void statistics(ClusterStatistics report) throws Exception {
            harness.processElement1(new StreamRecord<>(report));
        }

        List<ClusterSnapshot> published() {
            return harness.extractOutputValues();
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
