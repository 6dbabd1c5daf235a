package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.EventInFlight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ExtractHistoryTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final int CUSTOMER = 0;

    @Test
    void historyIsWhatTheExtractorAloneWouldHaveComputedThroughASaveInBetween() throws Exception {
        List<Event> events = events(400);
        FeatureExtractor alone = new FeatureExtractor(TestModels.HISTORY_PIPELINE);
        List<Double> expected = new ArrayList<>();
        for (Event event : events) {
            double[] row = alone.extract(event).values();
            expected.add(row[1]);
            expected.add(row[2]);
        }

        List<Double> found = new ArrayList<>();
        OperatorSubtaskState state;
        try (Keyed keyed = new Keyed()) {
            keyed.harness.open();
            for (Event event : events.subList(0, 250)) {
                found.addAll(keyed.customerColumns(event));
            }
            state = keyed.harness.snapshot(1, 1);
        }
        try (Keyed keyed = new Keyed()) {
            keyed.harness.initializeState(state);
            keyed.harness.open();
            for (Event event : events.subList(250, events.size())) {
                found.addAll(keyed.customerColumns(event));
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aChangedPipelineKeepsTheWindowsThatStayed() throws Exception {
        OperatorSubtaskState state;
        try (Keyed keyed = new Keyed()) {
            keyed.harness.open();
            keyed.customerColumns(event("a", "c", NOON, 10));
            state = keyed.harness.snapshot(1, 1);
        }
        Pipeline changed =
                Pipeline.parse(TestModels.HISTORY_PIPELINE.yaml().replace("window: 1d", "window: 7d"), "test data");
        try (Keyed keyed = new Keyed(changed)) {
            keyed.harness.initializeState(state);
            keyed.harness.open();
            List<Double> columns = keyed.customerColumns(event("b", "c", NOON + 1, 20));
            assertThat(columns.get(0)).as("events in the last hour").isPositive();
            assertThat(columns.get(1)).as("mean over a window that is new").isNaN();
        }
    }

    @Test
    void aKeyThatNothingIsHeardOfGoesAway() throws Exception {
        try (Keyed keyed = new Keyed()) {
            keyed.harness.open();
            keyed.harness.setProcessingTime(NOON);
            keyed.customerColumns(event("a", "gone", NOON, 10));
            keyed.customerColumns(event("b", "heard", NOON, 10));
            keyed.harness.setProcessingTime(NOON + Duration.ofDays(1).toMillis());
            keyed.customerColumns(event("c", "heard", NOON + 1, 10));
            keyed.harness.setProcessingTime(NOON + Duration.ofDays(2).toMillis());
            assertThat(keyed.harness.numKeyedStateEntries()).isEqualTo(1);
            assertThat(keyed.customerColumns(event("d", "gone", NOON + 2, 20)).get(0))
                    .as("events in the last hour")
                    .isZero();
            assertThat(keyed.customerColumns(event("e", "heard", NOON + 2, 20)).get(0))
                    .isEqualTo(2);
            keyed.harness.setProcessingTime(NOON + Duration.ofDays(5).toMillis());
            assertThat(keyed.harness.numKeyedStateEntries())
                    .as("a timer that fires too early looks again")
                    .isZero();
        }
    }

    private static List<Event> events(int count) {
        Random random = new Random(3);
        List<Event> events = new ArrayList<>();
        long time = NOON;
        for (int i = 0; i < count; i++) {
            time += random.nextInt(120_000) - 10_000;
            events.add(event("e" + i, "c" + random.nextInt(5), time, random.nextInt(100)));
        }
        return events;
    }

    private static Event event(String id, String customer, long time, double amount) {
        return new Event(id, new String[] {customer, "t"}, time, new double[] {amount}, new String[0]);
    }

    /** The operator for customers under Flink's test harness. */
    private static final class Keyed implements AutoCloseable {
        private final FeatureExtractor extractor;
        private final KeyedOneInputStreamOperatorTestHarness<String, EventInFlight, EventInFlight> harness;

        Keyed() throws Exception {
            this(TestModels.HISTORY_PIPELINE);
        }

        Keyed(Pipeline pipeline) throws Exception {
            extractor = new FeatureExtractor(pipeline);
            harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(new ExtractHistory(TestModels.text(pipeline), CUSTOMER, "events")),
                    event -> event.event().keys()[CUSTOMER],
                    Types.STRING);
        }

        List<Double> customerColumns(Event event) throws Exception {
            harness.processElement(
                    new StreamRecord<>(EventInFlight.of(event, null, NOON, 0, 0, extractor.stateless(event))));
            List<EventInFlight> out = harness.extractOutputValues();
            double[] row = out.get(out.size() - 1).row();
            return List.of(row[1], row[2]);
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
