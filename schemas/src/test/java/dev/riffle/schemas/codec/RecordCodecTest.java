package dev.riffle.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.TrainingReason;
import dev.riffle.schemas.TrainingRequest;
import dev.riffle.schemas.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final String REQUEST = "{\"requestId\":\"r\",\"reason\":\"DRIFT\",\"time\":5,\"detail\":\"d\"}";

    @Property(tries = 50)
    void everyRecordComesBackFromEitherForm(@ForAll long seed) throws UnreadableRecordException {
        Random random = new Random(seed);
        for (SpecificRecord sample : Records.golden()) {
            SpecificRecord datum = Records.random(sample.getSchema(), random);
            for (RecordFormat format : RecordFormat.values()) {
                RecordCodec<SpecificRecord> codec = RecordCodec.of(format, SchemaCompatibilityTest.typeOf(sample));
                byte[] bytes = codec.encode(datum);
                assertSame(codec.decode(bytes), datum);
                assertSame(
                        RecordCodec.any(SchemaCompatibilityTest.typeOf(sample)).decode(bytes), datum);
            }
        }
    }

    @Property(tries = 200)
    void damagedRecordsAreUnreadableAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        for (SpecificRecord sample : Records.golden()) {
            for (RecordFormat format : RecordFormat.values()) {
                RecordCodec<SpecificRecord> codec = RecordCodec.of(format, SchemaCompatibilityTest.typeOf(sample));
                byte[] bytes = Damage.of(codec.encode(sample), format == RecordFormat.AVRO ? 10 : 0, random);
                try {
                    codec.decode(bytes);
                } catch (UnreadableRecordException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void everyTruncationIsNoticed() {
        for (SpecificRecord sample : Records.golden()) {
            for (RecordFormat format : RecordFormat.values()) {
                RecordCodec<SpecificRecord> codec = RecordCodec.of(format, SchemaCompatibilityTest.typeOf(sample));
                byte[] bytes = codec.encode(sample);
                for (int length = 0; length < bytes.length; length++) {
                    byte[] cut = Arrays.copyOf(bytes, length);
                    assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(UnreadableRecordException.class);
                }
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                assertThatThrownBy(() -> codec.decode(longer)).isInstanceOf(UnreadableRecordException.class);
            }
        }
    }

    @Test
    void jsonReadsUnknownFieldsDefaultsAndNewSymbols() throws UnreadableRecordException {
        TrainingRequest request = fromJson(
                TrainingRequest.class,
                "{\"new\":{\"deep\":[1,{}]},\"requestId\":\"r\",\"reason\":\"MOON\",\"time\":5,\"detail\":\"d\"}");
        assertThat(request.getReason()).isEqualTo(TrainingReason.MANUAL);
        Assignment assignment = fromJson(
                Assignment.class,
                "{\"eventId\":\"e\",\"eventTime\":1,\"receivedTime\":2,\"modelVersion\":0,\"clustersVersion\":0,"
                        + "\"verdict\":\"WARMING_UP\"}");
        assertThat(assignment.getVerdict()).isEqualTo(Verdict.WARMING_UP);
        assertThat(assignment.getScore()).isNull();
        assertThat(assignment.getTriggers()).isEmpty();
    }

    @Test
    void jsonErrorsSayWhatWasFoundWhatWasExpectedAndWhere() {
        assertUnreadable(REQUEST.replace("5", "\"soon\""), "TrainingRequest.time: found soon", "whole number", "byte");
        assertUnreadable(REQUEST.replace(",\"time\":5", ""), "TrainingRequest.time is absent");
        assertUnreadable(REQUEST.replace("5", "99999999999999999999"), "out of range");
        assertUnreadable("[]", "TrainingRequest: found [", "an object");
        assertUnreadable(REQUEST + "x", "x");
        assertUnreadable("", "found the end", "an object");
    }

    @Test
    void avroErrorsNameTheSchemaThatIsNotKnown() {
        byte[] bytes = RecordCodec.avro(TrainingRequest.class)
                .encode(TrainingRequest.newBuilder()
                        .setRequestId("r")
                        .setReason(TrainingReason.MANUAL)
                        .setTime(1)
                        .setDetail("")
                        .build());
        assertThatThrownBy(() -> RecordCodec.avro(Assignment.class).decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("found schema fingerprint")
                .hasMessageContaining("known to Assignment");
        assertThatThrownBy(() -> RecordCodec.any(Assignment.class).decode(null)).hasMessageContaining("found nothing");
    }

    @Test
    void aRecordWithoutARequiredValueIsNotWritten() {
        for (RecordFormat format : RecordFormat.values()) {
            RecordCodec<TrainingRequest> codec = RecordCodec.of(format, TrainingRequest.class);
            assertThatThrownBy(() -> codec.encode(new TrainingRequest()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a valid TrainingRequest");
        }
    }

    @Test
    void formatsAreParsedByName() {
        assertThat(RecordFormat.parse("avro")).isEqualTo(RecordFormat.AVRO);
        assertThat(RecordFormat.parse("JSON")).isEqualTo(RecordFormat.JSON);
        assertThatThrownBy(() -> RecordFormat.parse("xml")).hasMessage("format must be 'avro' or 'json', found 'xml'");
    }

    @Test
    void anyRecordPrintsAsJson() throws UnreadableRecordException {
        assertThat(RecordCodec.toJson(fromJson(TrainingRequest.class, REQUEST)))
                .isEqualTo(REQUEST.replace("}", ",\"dataFrom\":null}"));
    }

    /** Field by field and bit by bit: for Avro's own equals a record with a NaN differs from itself. */
    private static void assertSame(SpecificRecord actual, SpecificRecord expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(expected);
    }

    private static <T extends SpecificRecord> T fromJson(Class<T> type, String json) throws UnreadableRecordException {
        return RecordCodec.json(type).decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertUnreadable(String json, String... parts) {
        assertThatThrownBy(() -> fromJson(TrainingRequest.class, json))
                .isInstanceOf(UnreadableRecordException.class)
                .message()
                .contains(parts);
    }
}
