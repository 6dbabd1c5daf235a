package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.Finding;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ExtractJudgedHistoryTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final long DAY = 86_400_000;
    private static final Pipeline PIPELINE = Pipeline.parse(
            "name: p\n"
                    + "event: {keys: [T]}\n"
                    + "features:\n"
                    + "  - {name: confirmed, type: verdicts, key: T, window: 7d, delay: 1d}\n",
            "test data");

    @Test
    void aVerdictShowsInItsKeysLaterEventsThroughASaveInBetween() throws Exception {
        OperatorSubtaskState state;
        try (Keyed keyed = new Keyed()) {
            keyed.harness.open();
            assertThat(keyed.share("t", NOON)).isZero();
            assertThat(keyed.share("t", NOON + 1)).isZero();
            assertThat(keyed.share("u", NOON)).isZero();
            keyed.confirm("t", NOON);
            keyed.confirm("stranger", NOON);
            state = keyed.harness.snapshot(1, 1);
        }
        try (Keyed keyed = new Keyed()) {
            keyed.harness.initializeState(state);
            keyed.harness.open();
            assertThat(keyed.share("t", NOON + 2 * DAY)).isEqualTo(0.5);
            assertThat(keyed.share("u", NOON + 2 * DAY)).isZero();
            assertThat(keyed.share("stranger", NOON + 2 * DAY)).isZero();
        }
    }

    /** The operator under Flink's test harness. */
    private static final class Keyed implements AutoCloseable {
        private final FeatureExtractor extractor = new FeatureExtractor(PIPELINE);
        private final KeyedTwoInputStreamOperatorTestHarness<String, EventInFlight, AnalystVerdict, EventInFlight>
                harness;

        Keyed() throws Exception {
            harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                    new KeyedCoProcessOperator<>(new ExtractJudgedHistory(TestModels.text(PIPELINE), 0, "events")),
                    event -> event.event().keys()[0],
                    verdict -> verdict.getKeys().get(0),
                    Types.STRING);
        }

        double share(String key, long time) throws Exception {
            Event event = new Event("e", new String[] {key}, time, new double[0], new String[0]);
            harness.processElement1(
                    new StreamRecord<>(EventInFlight.of(event, null, NOON, 0, 0, extractor.stateless(event))));
            List<EventInFlight> out = harness.extractOutputValues();
            return out.get(out.size() - 1).row()[0];
        }

        void confirm(String key, long time) throws Exception {
            harness.processElement2(new StreamRecord<>(AnalystVerdict.newBuilder()
                    .setEventId("e")
                    .setFinding(Finding.TRUE_ALERT)
                    .setTime(time)
                    .setKeys(List.of(key))
                    .setEventTime(time)
                    .build()));
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
