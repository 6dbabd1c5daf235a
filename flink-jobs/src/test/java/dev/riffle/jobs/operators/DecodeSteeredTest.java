package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.flow.ScorerInput;
import dev.riffle.jobs.flow.ScorerInputType;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DecodeSteeredTest {
    private static final long NOON = 1_700_000_000_000L;

    @Test
    void recordsAreEventsOrSteerByTheirTopicAndKeepTheirOrder() throws Exception {
        ModelRelease release = TestModels.release(1);
        try (OneInputStreamOperatorTestHarness<RawRecord[], ScorerInput> harness = harness()) {
            feed(
                    harness,
                    record("events", event("a")),
                    record("models", RecordCodec.avro(ModelRelease.class).encode(release)),
                    record("events", event("b")));
            feed(harness, record("events", event("c")));
            List<ScorerInput> out = harness.extractOutputValues();
            assertThat(out).hasSize(4);
            assertThat(((EventInFlight) out.get(0)).event().id()).isEqualTo("a");
            assertThat(out.get(1)).isEqualTo(ControlMessage.of(release));
            assertThat(((EventInFlight) out.get(2)).event().id()).isEqualTo("b");
            assertThat(((EventInFlight) out.get(3)).event().id()).isEqualTo("c");
        }
    }

    @Test
    void aRecordThatCannotBeReadLeavesTheRestOfItsBurstAsItWas() throws Exception {
        try (OneInputStreamOperatorTestHarness<RawRecord[], ScorerInput> harness = harness()) {
            feed(
                    harness,
                    record("events", event("a")),
                    record("events", new byte[] {1, 2, 3}),
                    record("events", event("b")));
            assertThat(harness.extractOutputValues())
                    .extracting(input -> ((EventInFlight) input).event().id())
                    .containsExactly("a", "b");
            assertThat(harness.getSideOutput(DeadLetters.TAG)).hasSize(1);
        }
    }

    @Test
    void whatCannotBeReadIsADeadLetterOfTheEventsTopicOnly() throws Exception {
        try (OneInputStreamOperatorTestHarness<RawRecord[], ScorerInput> harness = harness()) {
            byte[] garbage = {1, 2, 3};
            feed(harness, record("models", garbage), record("events", garbage), record("models", null));
            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(harness.getSideOutput(DeadLetters.TAG)).singleElement().satisfies(letter -> {
                assertThat(letter.getValue().getTopic()).isEqualTo("events");
                assertThat(letter.getValue().getReason()).isEqualTo(DeadLetterReason.MALFORMED);
            });
        }
    }

    private static byte[] event(String id) {
        StringBuilder json = new StringBuilder("{\"id\":\"" + id + "\",\"key\":\"k\",\"time\":" + NOON);
        for (String column : TestModels.PIPELINE.columns()) {
            json.append(",\"").append(column).append("\":1.5");
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static RawRecord record(String topic, byte[] value) {
        return new RawRecord(topic, 0, 1, NOON, value);
    }

    private static void feed(OneInputStreamOperatorTestHarness<RawRecord[], ScorerInput> harness, RawRecord... burst)
            throws Exception {
        harness.processElement(new StreamRecord<>(burst));
    }

    private static OneInputStreamOperatorTestHarness<RawRecord[], ScorerInput> harness() throws Exception {
        OneInputStreamOperatorTestHarness<RawRecord[], ScorerInput> harness =
                new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new DecodeSteered(
                        TestModels.text(), RecordFormat.JSON, "", Map.of("models", DecodeControl.Kind.MODELS))));
        // The harness would else take the serialiser of the first output for all.
        harness.setup(new ScorerInputType().createSerializer(new SerializerConfigImpl()));
        harness.open();
        harness.setProcessingTime(NOON);
        return harness;
    }
}
