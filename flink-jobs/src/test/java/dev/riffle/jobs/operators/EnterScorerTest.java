package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.FeatureExtractor;
import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.ScorerInput;
import dev.riffle.jobs.flow.ScorerInputType;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.Finding;
import dev.riffle.schemas.Stage;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedMultiInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.MultiInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class EnterScorerTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final int EVENTS = 0;
    private static final int CONTROL = 1;
    private static final int TERMINAL = 1;
    private static final int TERMINAL_COUNT = 3;
    private static final KeySelector<EventInFlight, String> BY_TERMINAL =
            event -> event.event().keys()[TERMINAL];
    private static final TypeSerializer<ScorerInput> SERIALIZER =
            new ScorerInputType().createSerializer(new SerializerConfigImpl());
    private static final ControlMessage VERDICT = ControlMessage.of(
            AnalystVerdict.newBuilder()
                    .setEventId("e")
                    .setFinding(Finding.FALSE_ALERT)
                    .setTime(NOON)
                    .build(),
            0);

    @Test
    void eventsAndWhatSteersTheScorerGoDownTheSameChainInTheirOrder() throws Exception {
        try (MultiInputStreamOperatorTestHarness<ScorerInput> harness = prepared()) {
            harness.processElement(EVENTS, new StreamRecord<>(inFlight("a", "t")));
            harness.processElement(CONTROL, new StreamRecord<>(VERDICT));
            harness.processElement(EVENTS, new StreamRecord<>(inFlight("b", "t")));
            List<ScorerInput> out = harness.extractOutputValues();
            assertThat(out).hasSize(3);
            assertThat(((EventInFlight) out.get(0)).event().id()).isEqualTo("a");
            assertThat(out.get(1)).isEqualTo(VERDICT);
            assertThat(((EventInFlight) out.get(2)).event().id()).isEqualTo("b");
        }
    }

    @Test
    void anEventWhoseHistoryFailsBecomesADeadLetterAndTheStreamGoesOn() throws Exception {
        try (KeyedMultiInputStreamOperatorTestHarness<String, ScorerInput> harness = remembering()) {
            harness.open();
            EventInFlight whole = inFlight("a", "t");
            harness.processElement(
                    EVENTS, new StreamRecord<>(new EventInFlight(whole.event(), NOON, 2, 99, new double[0])));
            harness.processElement(EVENTS, new StreamRecord<>(inFlight("b", "u")));
            assertThat(harness.extractOutputValues()).hasSize(1);
            assertThat(harness.getSideOutput(DeadLetters.TAG)).singleElement().satisfies(letter -> {
                assertThat(letter.getValue().getStage()).isEqualTo(Stage.FEATURES);
                assertThat(letter.getValue().getOffset()).isEqualTo(99);
            });
        }
    }

    @Test
    void eventTimeIsTheEventsAlone() throws Exception {
        try (MultiInputStreamOperatorTestHarness<ScorerInput> harness = prepared()) {
            harness.processWatermark(CONTROL, new Watermark(NOON + 1));
            harness.processWatermarkStatus(CONTROL, WatermarkStatus.IDLE);
            assertThat(harness.getOutput()).isEmpty();
            harness.processWatermark(EVENTS, new Watermark(NOON));
            harness.processWatermarkStatus(EVENTS, WatermarkStatus.IDLE);
            assertThat(harness.getOutput()).containsExactly(new Watermark(NOON), WatermarkStatus.IDLE);
        }
    }

    @Test
    void aKeysHistoryGoesOnFromWhatAnOperatorOfItsOwnHadSaved() throws Exception {
        OperatorSubtaskState saved;
        try (KeyedOneInputStreamOperatorTestHarness<String, EventInFlight, EventInFlight> before =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(
                                new ExtractHistory(TestModels.text(TestModels.HISTORY_PIPELINE), TERMINAL, "events")),
                        BY_TERMINAL,
                        Types.STRING)) {
            before.open();
            before.processElement(new StreamRecord<>(inFlight("a", "t")));
            before.processElement(new StreamRecord<>(inFlight("b", "t")));
            before.processElement(new StreamRecord<>(inFlight("c", "u")));
            saved = before.snapshot(1, 1);
        }
        try (KeyedMultiInputStreamOperatorTestHarness<String, ScorerInput> harness = remembering()) {
            harness.initializeState(saved);
            harness.open();
            harness.processElement(CONTROL, new StreamRecord<>(VERDICT));
            harness.processElement(EVENTS, new StreamRecord<>(inFlight("d", "t")));
            harness.processElement(EVENTS, new StreamRecord<>(inFlight("e", "u")));
            List<ScorerInput> out = harness.extractOutputValues();
            assertThat(out.get(0)).isEqualTo(VERDICT);
            assertThat(((EventInFlight) out.get(1)).row()[TERMINAL_COUNT]).isEqualTo(2);
            assertThat(((EventInFlight) out.get(2)).row()[TERMINAL_COUNT]).isEqualTo(1);
        }
    }

    private static MultiInputStreamOperatorTestHarness<ScorerInput> prepared() throws Exception {
        MultiInputStreamOperatorTestHarness<ScorerInput> harness =
                new MultiInputStreamOperatorTestHarness<>(EnterScorer.prepared());
        harness.setup(SERIALIZER);
        harness.open();
        return harness;
    }

    private static KeyedMultiInputStreamOperatorTestHarness<String, ScorerInput> remembering() throws Exception {
        KeyedMultiInputStreamOperatorTestHarness<String, ScorerInput> harness =
                new KeyedMultiInputStreamOperatorTestHarness<>(
                        EnterScorer.remembering(TestModels.text(TestModels.HISTORY_PIPELINE), TERMINAL, "events"),
                        Types.STRING);
        harness.setKeySelector(EVENTS, BY_TERMINAL);
        harness.setup(SERIALIZER);
        return harness;
    }

    private static EventInFlight inFlight(String id, String terminal) {
        Event event = new Event(id, new String[] {"c", terminal}, NOON, new double[] {1}, new String[0]);
        return EventInFlight.of(
                event, null, NOON, 0, 0, new FeatureExtractor(TestModels.HISTORY_PIPELINE).stateless(event));
    }
}
