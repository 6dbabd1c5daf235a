package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.StreamingDetector;
import dev.riffle.detector.SyntheticStream;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.OnlineKMeans;
import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.schemas.Centroid;
import dev.riffle.schemas.CentroidStatistics;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import dev.riffle.schemas.FoundedGroup;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
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

    @Test
    void aGroupThatTwoScorersFoundIsBornOnceAndToldOnce() throws Exception {
        try (Merger merger = new Merger()) {
            merger.open();
            merger.release(1);
            merger.statistics(founding(1, 90));
            merger.statistics(founding(1, 90.5f));
            merger.time(NOON + INTERVAL);

            long id = TestModels.bundle(1).clusters().nextId();
            assertThat(merger.published().get(0).getLatent()).last().satisfies(cluster -> {
                assertThat(cluster.getId()).isEqualTo(id);
                assertThat(cluster.getMass()).isCloseTo(2_000, within(1.0));
            });
            assertThat(merger.told()).singleElement().satisfies(event -> {
                assertThat(event.getType()).isEqualTo(ClusterEventType.BORN);
                assertThat(event.getClusterId()).isEqualTo(id);
                assertThat(event.getClustersVersion()).isEqualTo(NOON);
                assertThat(event.getDetail())
                        .startsWith("2,000 unusual events since 2023-11-14T22:13:20Z agree with one another");
            });
        }
    }

    @Test
    void theIdOfAClusterThatWasBornIsNotGivenOutAgainAfterARestart() throws Exception {
        OperatorSubtaskState state;
        try (Merger merger = new Merger()) {
            merger.open();
            merger.release(1);
            merger.statistics(founding(1, 90));
            state = merger.harness.snapshot(1, NOON);
        }
        try (Merger merger = new Merger()) {
            merger.harness.initializeState(state);
            merger.harness.open();
            merger.time(NOON);
            merger.statistics(founding(1, -90));
            merger.time(NOON + INTERVAL);

            long id = TestModels.bundle(1).clusters().nextId();
            assertThat(merger.published().get(0).getLatent())
                    .extracting(Centroid::getId)
                    .endsWith(id, id + 1);
        }
    }

    @Test
    void aClusterThatNoEventCameToForLongDiesAndItsDeathIsTold() throws Exception {
        try (Merger merger = new Merger(10, Duration.ofMillis(500))) {
            merger.open();
            merger.release(1);
            merger.statistics(statistics(1, 0, 200));
            merger.statistics(visiting(1, NOON, NOON + 300, 1_000));
            assertThat(merger.told()).isEmpty();
            merger.statistics(visiting(1, NOON + 1, NOON + 700, 1_000));
            merger.time(NOON + INTERVAL);

            long[] ids = TestModels.bundle(1).clusters().latent().ids();
            assertThat(merger.published().get(0).getLatent())
                    .extracting(Centroid::getId)
                    .containsExactly(ids[0]);
            assertThat(merger.told()).hasSize(ids.length - 1).allSatisfy(event -> assertThat(event.getType())
                    .isEqualTo(ClusterEventType.DIED));
        }
    }

    /** A report of one group, so far out in every dimension. */
    private static ClusterStatistics founding(long model, float position) {
        ClusterStatistics statistics = statistics(model, 0, 1);
        int dimension = TestModels.bundle(model).clusters().latent().dimension();
        statistics.setFounded(List.of(new FoundedGroup(
                Collections.nCopies(dimension, position),
                Collections.nCopies(dimension, 1f),
                2_000L,
                2_000L,
                1_700_000_000_000L,
                1_700_000_000_500L)));
        return statistics;
    }

    /** A report of events that all came to the first cluster, where its centroid is. */
    private static ClusterStatistics visiting(long model, long clustersVersion, long time, long events) {
        Centroids clusters = TestModels.bundle(model).clusters().latent();
        ClusterStatistics statistics = statistics(model, clustersVersion, 1);
        statistics.setEvents(events);
        statistics.setLatent(List.of(new CentroidStatistics(
                clusters.ids()[0],
                (double) events,
                Collections.nCopies(clusters.dimension(), 0.0),
                Collections.nCopies(clusters.dimension(), 0.0),
                time)));
        return statistics;
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
            this(OnlineKMeans.DEFAULT_HALF_LIFE, Duration.ofDays(1));
        }

        Merger(double halfLife, Duration patience) throws Exception {
            MergeClusters function = new MergeClusters(TestModels.text(), halfLife, patience, INTERVAL);
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

        List<ClusterEvent> told() {
            Queue<StreamRecord<ClusterEvent>> records = harness.getSideOutput(MergeClusters.CLUSTER_EVENTS);
            return records == null
                    ? List.of()
                    : records.stream().map(StreamRecord::getValue).toList();
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
