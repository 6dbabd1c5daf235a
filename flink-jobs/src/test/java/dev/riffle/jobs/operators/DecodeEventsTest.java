package dev.riffle.jobs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.jobs.TestModels;
import dev.riffle.jobs.flow.EventInFlight;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.Stage;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.RecordFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeEventsTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final Pipeline PIPELINE = Pipeline.parse("""
            name: shop
            event:
              id: id
              keys: [key]
              time: {field: time, format: epoch-millis}
            features:
              - {name: amount, type: number, field: amount}
              - {name: kind, type: category, field: kind, values: [book, shoe]}
            """, "test data");

    private OneInputStreamOperatorTestHarness<RawRecord, EventInFlight> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness(RecordFormat.JSON);
    }

    private static OneInputStreamOperatorTestHarness<RawRecord, EventInFlight> harness(RecordFormat format)
            throws Exception {
        OneInputStreamOperatorTestHarness<RawRecord, EventInFlight> harness = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeEvents(new PipelineText(PIPELINE.yaml(), "test data"), format)));
        harness.open();
        harness.setProcessingTime(NOON);
        return harness;
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void anEventGoesOnWithItsFeatures() throws Exception {
        feed("{\"id\":\"a\",\"key\":7,\"time\":" + (NOON - 1) + ",\"amount\":12.5,\"kind\":\"shoe\",\"other\":[1]}");
        EventInFlight event = harness.extractOutputValues().get(0);
        assertThat(event.event().id()).isEqualTo("a");
        assertThat(event.event().keys()).containsExactly("7");
        assertThat(event.event().timeMillis()).isEqualTo(NOON - 1);
        assertThat(event.receivedTime()).isEqualTo(NOON + 3);
        assertThat(event.partition()).isEqualTo(2);
        assertThat(event.offset()).isEqualTo(99);
        assertThat(event.row()).containsExactly(12.5, 0, 1, 0);
        assertThat(deadLetters()).isNull();
    }

    @Test
    void anAvroEventGoesOnTheSame() throws Exception {
        harness.close();
        harness = harness(RecordFormat.AVRO);
        feed(EventCodec.of(RecordFormat.AVRO)
                .encode(Map.of("id", "a", "key", "k", "time", NOON, "amount", 3.0, "kind", "book")));
        assertThat(harness.extractOutputValues().get(0).row()).containsExactly(3, 1, 0, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":\"a\",\"key\":                                                      | MALFORMED",
                "not json at all                                                             | MALFORMED",
                "[1,2,3]                                                                     | MALFORMED",
                "{\"id\":\"a\",\"time\":1700000000000,\"amount\":1}                          | MISSING_FIELD",
                "{\"id\":\"a\",\"key\":\"k\",\"amount\":1}                                   | MISSING_FIELD",
                "{\"key\":\"k\",\"time\":1700000000000,\"amount\":1}                         | MISSING_FIELD",
                "{\"id\":\"a\",\"key\":\"k\",\"time\":1700000000000,\"amount\":\"a lot\"}    | WRONG_TYPE",
                "{\"id\":\"a\",\"key\":\"k\",\"time\":\"noon\",\"amount\":1}                 | WRONG_TYPE",
                "{\"id\":\"a\",\"key\":\"k\",\"time\":1700000000000,\"amount\":1e999}        | NOT_FINITE",
                "{\"id\":\"a\",\"key\":\"k\",\"time\":1700000000000,\"amount\":\"Infinity\"} | NOT_FINITE",
                "{\"id\":\"a\",\"key\":\"k\",\"time\":4102444800000,\"amount\":1}            | TIME_OUT_OF_RANGE",
            })
    void whatIsNoEventBecomesADeadLetterWithItsReason(String payload, DeadLetterReason reason) throws Exception {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        feed(bytes);
        assertThat(harness.extractOutputValues()).isEmpty();
        DeadLetter letter = deadLetters().peek().getValue();
        assertThat(letter.getReason()).isEqualTo(reason);
        assertThat(letter.getDetail()).isNotBlank();
        assertThat(letter.getStage()).isEqualTo(Stage.DECODE);
        assertThat(letter.getPayload()).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(letter.getTopic()).isEqualTo("events");
        assertThat(letter.getPartition()).isEqualTo(2);
        assertThat(letter.getOffset()).isEqualTo(99);
        assertThat(letter.getTime()).isEqualTo(NOON);

        feed(good());
        assertThat(harness.extractOutputValues()).as("the stream goes on").hasSize(1);
    }

    @Test
    void aTombstoneBecomesADeadLetter() throws Exception {
        feed((byte[]) null);
        assertThat(deadLetters().peek().getValue().getReason()).isEqualTo(DeadLetterReason.MALFORMED);
        assertThat(deadLetters().peek().getValue().getPayload().remaining()).isZero();
    }

    @Test
    void anEventOfFiveMegabytesBecomesADeadLetterWithAllItsBytes() throws Exception {
        byte[] large = ("{\"id\":\"" + "x".repeat(5 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        feed(large);
        assertThat(deadLetters().peek().getValue().getReason()).isEqualTo(DeadLetterReason.TOO_LARGE);
        assertThat(deadLetters().peek().getValue().getPayload().remaining()).isEqualTo(large.length);
    }

    @Test
    void aPayloadThatNoDeadLetterCouldCarryIsCutWithANote() throws Exception {
        byte[] huge = new byte[DeadLetters.MAX_PAYLOAD_BYTES + 1];
        feed(huge);
        DeadLetter letter = deadLetters().peek().getValue();
        assertThat(letter.getPayload().remaining()).isEqualTo(DeadLetters.MAX_PAYLOAD_BYTES);
        assertThat(letter.getDetail()).contains(huge.length + " bytes cut");
    }

    @Test
    void anIdThatWouldNotFitIntoTheAnswerBecomesADeadLetter() throws Exception {
        feed("{\"id\":\"" + "x".repeat(EventDecoder.MAX_NAME_LENGTH + 1) + "\",\"key\":\"k\",\"time\":" + NOON + "}");
        assertThat(deadLetters().peek().getValue().getReason()).isEqualTo(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void whatIsMissingOrUnknownIsScoredAsSuch() throws Exception {
        feed("{\"id\":\"a\",\"key\":\"k\",\"time\":" + NOON + ",\"amount\":NaN,\"kind\":\"hat\"}");
        feed("{\"id\":\"b\",\"key\":\"k\",\"time\":" + NOON + ",\"amount\":null}");
        assertThat(deadLetters()).isNull();
        assertThat(harness.extractOutputValues().get(0).row()).containsExactly(Double.NaN, 0, 0, 1);
        assertThat(harness.extractOutputValues().get(1).row())
                .containsExactly(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void anEventFrom1970IsAnEvent() throws Exception {
        feed("{\"id\":\"a\",\"key\":\"k\",\"time\":0,\"amount\":1}");
        assertThat(harness.extractOutputValues().get(0).event().timeMillis()).isZero();
    }

    @Test
    void aPipelineWithoutIdAndTimeTakesTheRecordsOwn() throws Exception {
        harness.close();
        Pipeline bare = Pipeline.ofNumericColumns("bare", List.of("amount"));
        harness = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeEvents(TestModels.text(bare), RecordFormat.JSON)));
        harness.open();
        harness.setProcessingTime(NOON);
        feed("{\"amount\":1}");
        assertThat(harness.extractOutputValues().get(0).event().id()).isEqualTo("events-2-99");
        assertThat(harness.extractOutputValues().get(0).event().timeMillis()).isEqualTo(NOON + 3);
    }

    private static String good() {
        return "{\"id\":\"good\",\"key\":\"k\",\"time\":" + NOON + ",\"amount\":1,\"kind\":\"book\"}";
    }

    private void feed(String payload) throws Exception {
        feed(payload.getBytes(StandardCharsets.UTF_8));
    }

    private void feed(byte[] payload) throws Exception {
        harness.processElement(new StreamRecord<>(new RawRecord("events", 2, 99, NOON + 3, payload)));
    }

    private Queue<StreamRecord<DeadLetter>> deadLetters() {
        return harness.getSideOutput(DeadLetters.TAG);
    }
}
