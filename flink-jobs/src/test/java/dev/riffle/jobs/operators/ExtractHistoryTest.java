package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.EventInFlight;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class ExtractHistoryTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final int CUSTOMER = 0;
    private static final int MEAN = 2;
    /** The test data beside it was written with this. */
    private static final Pipeline EVERY_KIND = Pipeline.parse("""
            name: every kind of memory
            event: {id: id, keys: [customer, terminal], time: {field: time, format: epoch-millis}}
            features:
              - {name: amount, type: number, field: amount}
              - {name: count, type: history, key: customer, statistic: count, window: 1h}
              - {name: mean, type: history, key: customer, of: amount, statistic: mean, window: 1d}
              - {name: deviation, type: history, key: customer, of: amount, statistic: deviation, window: 7d}
              - {name: since, type: history, key: customer, statistic: sinceLast}
              - {name: recently, type: recent, key: customer, of: amount, statistic: ewma, rows: 5}
              - {name: confirmed, type: verdicts, key: customer, window: 7d, delay: 1d}
            """, "test data");

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

    /**
     * Written by the version before {@code KeyMemory}, after the first 250 of {@link #events}: a map of arrays by
     * signature for each key.
     */
    private static OperatorSubtaskState savedAsArrays() throws Exception {
        return OperatorSnapshotUtil.readStateHandle(Path.of(ExtractHistoryTest.class
                        .getResource("/savepoints/arrays-by-signature.bin")
                        .toURI())
                .toString());
    }

    @Test
    void aSavepointFromBeforeKeysHadOneArrayGoesOn() throws Exception {
        List<Event> events = events(400);
        List<List<Double>> expected = alone(EVERY_KIND, events);
        List<List<Double>> found = new ArrayList<>();
        OperatorSubtaskState state;
        try (Keyed keyed = new Keyed(EVERY_KIND)) {
            keyed.harness.initializeState(savedAsArrays());
            keyed.harness.open();
            // Few events: most keys go from one savepoint into the next without having been heard of.
            for (Event event : events.subList(250, 252)) {
                found.add(keyed.columns(event));
            }
            state = keyed.harness.snapshot(2, 2);
        }
        try (Keyed keyed = new Keyed(EVERY_KIND)) {
            keyed.harness.initializeState(state);
            keyed.harness.open();
            for (Event event : events.subList(252, 400)) {
                found.add(keyed.columns(event));
            }
        }
        assertThat(found).isEqualTo(expected.subList(250, 400));
    }

    @Test
    void keysOfASavepointFromBeforeGoAwayInTheirTime() throws Exception {
        try (Keyed keyed = new Keyed(EVERY_KIND)) {
            keyed.harness.initializeState(savedAsArrays());
            keyed.harness.open();
            assertThat(keyed.harness.numKeyedStateEntries()).isEqualTo(5);
            keyed.harness.setProcessingTime(NOON + Duration.ofDays(16).toMillis() - 1);
            assertThat(keyed.harness.numKeyedStateEntries()).isEqualTo(5);
            keyed.harness.setProcessingTime(NOON + Duration.ofDays(16).toMillis());
            assertThat(keyed.harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void anArrayFromBeforeThatCannotBeReadCostsOneDeadLetterAndTheKeyStartsAnew() throws Exception {
        Event event = events(1).get(0);
        OperatorSubtaskState state;
        try (Keyed keyed = new Keyed(EVERY_KIND, new KeyedProcessOperator<>(new KeepArrays(400)))) {
            keyed.harness.open();
            keyed.columns(event);
            state = keyed.harness.snapshot(1, 1);
        }
        try (Keyed keyed = new Keyed(EVERY_KIND)) {
            keyed.harness.initializeState(state);
            keyed.harness.open();
            keyed.process(event);
            assertThat(keyed.harness.extractOutputValues()).isEmpty();
            assertThat(keyed.harness.getSideOutput(DeadLetters.TAG))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.getValue().getDetail())
                            .contains("history in the savepoint cannot be read", "with 400.0 entries"));

            assertThat(keyed.columns(event).get(1))
                    .as("events in the last hour")
                    .isZero();
        }
    }

    @Test
    void aMapOfArraysOnDiskBecomesOneArrayPerKey() throws Exception {
        List<Event> events = events(400);
        OperatorSubtaskState state;
        try (Keyed keyed = new Keyed(EVERY_KIND, new KeyedProcessOperator<>(new KeepArrays(1)))) {
            keyed.harness.setStateBackend(new EmbeddedRocksDBStateBackend());
            keyed.harness.open();
            keyed.columns(events.get(0));
            state = keyed.harness.snapshot(1, 1);
        }
        try (Keyed keyed = new Keyed(EVERY_KIND)) {
            keyed.harness.setStateBackend(new EmbeddedRocksDBStateBackend());
            keyed.harness.initializeState(state);
            keyed.harness.open();
            Event event = events.get(0);
            assertThat(keyed.columns(event).subList(1, 3))
                    .as("events, and their mean")
                    .containsExactly(4.0, 2.5);
        }
    }

    /** Leaves in the state what an earlier version would have after four events. */
    private static final class KeepArrays extends KeyedProcessFunction<String, EventInFlight, EventInFlight> {
        private static final long serialVersionUID = 1L;

        private final double panes;

        /** @param panes that the array of a window says it holds; it holds one */
        KeepArrays(double panes) {
            this.panes = panes;
        }

        @Override
        public void processElement(EventInFlight event, Context context, Collector<EventInFlight> out)
                throws Exception {
            long time = event.event().timeMillis();
            getRuntimeContext()
                    .getState(new ValueStateDescriptor<>(
                            "history",
                            Types.MAP(Types.STRING, PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO)))
                    .update(Map.of(
                            "heard",
                            new double[] {NOON},
                            "events/1h",
                            new double[] {150_000, panes, Math.floorDiv(time, 150_000), 4, 0, 0},
                            "value:amount/1d",
                            new double[] {3_600_000, 1, Math.floorDiv(time, 3_600_000), 4, 10, 5, 4}));
            out.collect(event);
        }
    }

    @Test
    void historyOnDiskIsWhatTheExtractorAloneWouldHaveComputedThroughASaveAndAChangeOfThePipeline() throws Exception {
        List<Event> events = events(400);
        List<List<Double>> found = new ArrayList<>();
        OperatorSubtaskState state;
        try (Keyed keyed = new Keyed(EVERY_KIND)) {
            keyed.harness.setStateBackend(new EmbeddedRocksDBStateBackend());
            keyed.harness.open();
            for (Event event : events.subList(0, 250)) {
                found.add(keyed.columns(event));
            }
            state = keyed.harness.snapshot(1, 1);
        }
        Pipeline changed =
                Pipeline.parse(EVERY_KIND.yaml().replace("mean, window: 1d", "mean, window: 2d"), "test data");
        List<List<Double>> after = new ArrayList<>();
        try (Keyed keyed = new Keyed(changed)) {
            keyed.harness.setStateBackend(new EmbeddedRocksDBStateBackend());
            keyed.harness.initializeState(state);
            keyed.harness.open();
            for (Event event : events.subList(250, 400)) {
                after.add(keyed.columns(event));
            }
        }
        List<List<Double>> expected = alone(EVERY_KIND, events);
        assertThat(found).isEqualTo(expected.subList(0, 250));
        assertThat(without(MEAN, after)).isEqualTo(without(MEAN, expected.subList(250, 400)));
        assertThat(after.get(0).get(MEAN)).as("mean over a window that is new").isNaN();
    }

    private static List<List<Double>> without(int column, List<List<Double>> rows) {
        return rows.stream()
                .map(row -> {
                    List<Double> rest = new ArrayList<>(row);
                    rest.remove(column);
                    return rest;
                })
                .toList();
    }

    private static List<List<Double>> alone(Pipeline pipeline, List<Event> events) {
        FeatureExtractor alone = new FeatureExtractor(pipeline);
        return events.stream()
                .map(event ->
                        Arrays.stream(alone.extract(event).values()).boxed().toList())
                .toList();
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
            this(
                    pipeline,
                    new KeyedProcessOperator<>(new ExtractHistory(TestModels.text(pipeline), CUSTOMER, "events")));
        }

        Keyed(Pipeline pipeline, KeyedProcessOperator<String, EventInFlight, EventInFlight> operator) throws Exception {
            extractor = new FeatureExtractor(pipeline);
            harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    operator, event -> event.event().keys()[CUSTOMER], Types.STRING);
        }

        List<Double> customerColumns(Event event) throws Exception {
            List<Double> row = columns(event);
            return List.of(row.get(1), row.get(2));
        }

        List<Double> columns(Event event) throws Exception {
            process(event);
            List<EventInFlight> out = harness.extractOutputValues();
            return Arrays.stream(out.get(out.size() - 1).row()).boxed().toList();
        }

        void process(Event event) throws Exception {
            harness.processElement(
                    new StreamRecord<>(EventInFlight.of(event, null, NOON, 0, 0, extractor.stateless(event))));
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
