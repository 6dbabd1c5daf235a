package dev.riffle.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static final Schema FLAT = new Schema.Parser().parse("""
                    {"type":"record","name":"Payment","namespace":"acme","fields":[
                      {"name":"id","type":"string"},
                      {"name":"amount","type":["null","double"]},
                      {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
                      {"name":"count","type":"int"},
                      {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
                      {"name":"ratio","type":"float"},
                      {"name":"online","type":"boolean"},
                      {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["CARD","CASH"]}},
                      {"name":"tags","type":{"type":"array","items":"string"}},
                      {"name":"next","type":["null","Payment"]},
                      {"name":"nothings","type":{"type":"array","items":"null"}},
                      {"name":"last","type":"long"}]}""");

    private final JsonEventCodec json = new JsonEventCodec();
    private final AvroEventCodec avro = new AvroEventCodec();

    @Property(tries = 500)
    void eventsComeBackFromEitherForm(@ForAll long seed) throws MalformedEventException {
        Map<String, Object> fields = randomFields(new Random(seed));
        Map<String, Object> expected = new LinkedHashMap<>(fields);
        expected.replaceAll((name, value) -> value instanceof Boolean truth ? (truth ? 1.0 : 0.0) : value);
        assertThat(CollectedFields.of(json, json.encode(fields))).isEqualTo(expected);
        assertThat(CollectedFields.of(avro, avro.encode(fields))).isEqualTo(expected);
    }

    @Property(tries = 3000)
    void damagedAndRandomPayloadsAreMalformedAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        Map<String, Object> fields = randomFields(random);
        AvroEventCodec flat = new AvroEventCodec(FLAT);
        for (byte[] payload : List.of(
                noise,
                Damage.of(json.encode(fields), 0, random),
                Damage.of(avro.encode(fields), 0, random),
                Damage.of(payment(), 0, random))) {
            for (EventCodec codec : List.of(json, avro, flat)) {
                try {
                    CollectedFields.of(codec, payload);
                } catch (MalformedEventException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void jsonFieldsArriveWithTheirTypes() throws MalformedEventException {
        assertThat(CollectedFields.of(
                        json,
                        utf8("{\"i\":9007199254740993,\"d\":1.0,\"e\":1e3,\"big\":123456789012345678901,\"t\":true,"
                                + "\"f\":false,\"n\":null,\"s\":\"Zo\\u00eb 🙂\",\"o\":{\"a\":[1]},\"l\":[{}],"
                                + "\"nan\":NaN,\"inf\":-Infinity,\"huge\":1e999,\"twice\":1,\"twice\":null}")))
                .containsOnlyKeys("i", "d", "e", "big", "t", "f", "n", "s", "nan", "inf", "huge", "twice")
                .containsEntry("i", 9007199254740993L)
                .containsEntry("d", 1.0)
                .containsEntry("e", 1000.0)
                .containsEntry("big", 1.2345678901234568e20)
                .containsEntry("t", 1.0)
                .containsEntry("f", 0.0)
                .containsEntry("n", null)
                .containsEntry("s", "Zoë 🙂")
                .containsEntry("nan", Double.NaN)
                .containsEntry("inf", Double.NEGATIVE_INFINITY)
                .containsEntry("huge", Double.POSITIVE_INFINITY)
                .containsEntry("twice", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "{\"a\":1",
                "{\"a\":",
                "{\"a\":\"x",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":[}",
                "{\"a\":1,}",
                "[1]",
                "12",
                "\"text\"",
                "null",
                " ",
                "garbage"
            })
    void whatIsNotOneJsonObjectIsMalformedAtAByte(String payload) {
        MalformedEventException e =
                catchThrowableOfType(MalformedEventException.class, () -> CollectedFields.of(json, utf8(payload)));
        assertThat(e).isNotNull().hasMessageContaining("at byte");
        assertThat(e.reason()).isEqualTo(DeadLetterReason.MALFORMED);
    }

    @Test
    void invalidUtf8DeepNestingAndEndlessNumbersAreMalformed() {
        byte[] text = utf8("{\"a\":\"xx\"}");
        text[6] = (byte) 0xC3;
        assertThatThrownBy(() -> CollectedFields.of(json, text)).isInstanceOf(MalformedEventException.class);
        byte[] name = utf8("{\"xx\":1}");
        name[2] = (byte) 0xFF;
        assertThatThrownBy(() -> CollectedFields.of(json, name)).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> CollectedFields.of(json, utf8("{\"a\":" + "[".repeat(100_000))))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> CollectedFields.of(json, utf8("{\"a\":" + "9".repeat(100_000) + "}")))
                .isInstanceOf(MalformedEventException.class);
    }

    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void aPayloadOfFiveMegabytesIsTooLarge(RecordFormat format) {
        EventCodec codec = EventCodec.of(format);
        byte[] payload = codec.encode(Map.of("a", "x".repeat(5_000_000)));
        MalformedEventException e =
                catchThrowableOfType(MalformedEventException.class, () -> CollectedFields.of(codec, payload));
        assertThat(e).hasMessage("payload of " + payload.length + " bytes, at most 1048576 are read");
        assertThat(e.reason()).isEqualTo(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void aRaisedLimitLetsALargeTextThrough() throws MalformedEventException {
        byte[] payload = json.encode(Map.of("a", "x".repeat(5_000_000)));
        assertThat(CollectedFields.of(new JsonEventCodec(8 << 20), payload)).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void noPayloadIsMalformed(RecordFormat format) {
        assertThatThrownBy(() -> CollectedFields.of(EventCodec.of(format), null))
                .hasMessage("no payload");
        assertThatThrownBy(() -> CollectedFields.of(EventCodec.of(format), new byte[0]))
                .hasMessage("empty payload");
    }

    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void aValueThatNoEventCanHoldIsRefused(RecordFormat format) {
        assertThatThrownBy(() -> EventCodec.of(format).encode(Map.of("a", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field 'a': found a java.lang.Object");
    }

    @Test
    void anyFlatAvroRecordIsAnEvent() throws MalformedEventException {
        Map<String, Object> fields = CollectedFields.of(new AvroEventCodec(FLAT), payment());
        assertThat(fields)
                .containsOnlyKeys("id", "amount", "price", "count", "at", "ratio", "online", "kind", "next", "last")
                .containsEntry("id", "p-1")
                .containsEntry("amount", 12.5)
                .containsEntry("price", 12.34)
                .containsEntry("count", 3L)
                .containsEntry("at", 1_767_225_600_000L)
                .containsEntry("ratio", 0.5)
                .containsEntry("online", 1.0)
                .containsEntry("kind", "CASH")
                .containsEntry("next", null)
                .containsEntry("last", Long.MIN_VALUE);
    }

    @Test
    void aSingleObjectIsRecognisedByItsFingerprint() throws MalformedEventException, IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(SingleObject.header(FLAT));
        payload.write(payment());
        AvroEventCodec codec = new AvroEventCodec(Event.getClassSchema(), List.of(FLAT), 1 << 20);
        assertThat(CollectedFields.of(codec, payload.toByteArray())).containsEntry("id", "p-1");
        assertThat(CollectedFields.of(codec, codec.encode(Map.of("a", 1L)))).containsEntry("a", 1L);
        assertThatThrownBy(() -> CollectedFields.of(avro, payload.toByteArray()))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("unknown schema fingerprint");
        byte[] event = RecordCodec.avro(Event.class).encode(new Event(Map.of("b", 2.5)));
        assertThat(CollectedFields.of(avro, event)).containsEntry("b", 2.5);
    }

    @Test
    void everyTruncationOfAnAvroEventIsNoticed() {
        byte[] payload = payment();
        AvroEventCodec codec = new AvroEventCodec(FLAT);
        for (int length = 0; length < payload.length; length++) {
            byte[] cut = Arrays.copyOf(payload, length);
            assertThatThrownBy(() -> CollectedFields.of(codec, cut)).isInstanceOf(MalformedEventException.class);
        }
        assertThatThrownBy(() -> CollectedFields.of(codec, Arrays.copyOf(payload, payload.length + 1)))
                .hasMessageContaining("1 bytes too many");
    }

    @Test
    void declaredSizesAreCheckedBeforeAnythingIsAllocated() {
        // one entry whose name claims 1 GiB
        assertMalformed(avro, bytes(2, 0x80, 0x80, 0x80, 0x80, 0x08), "found length 1073741824");
        // a name of negative length
        assertMalformed(avro, bytes(2, 1), "found length -1");
        // a block of 2^62 entries
        assertMalformed(avro, bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01), "items at byte 0");
        // a negative block count without the block's size
        assertMalformed(avro, bytes(1), "ends inside the number");
        // a union branch that does not exist
        assertMalformed(avro, bytes(2, 2, 'a', 40), "found index 20");
        // a number of more than ten bytes
        byte[] endless = new byte[11];
        Arrays.fill(endless, (byte) 0xFF);
        assertMalformed(avro, endless, "more than 64 bits");
        // text that is not UTF-8
        assertMalformed(avro, bytes(2, 2, 'a', 8, 2, 0xFF, 0), "not UTF-8");
    }

    @Test
    void nestedValuesCannotExhaustTheStackOrTheClock() {
        Schema list = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"l\",\"type\":[\"null\",\"L\"]}]}");
        byte[] deep = new byte[500_000];
        Arrays.fill(deep, (byte) 2);
        assertMalformed(new AvroEventCodec(list), deep, "nested deeper");
        Schema nothings = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"n\",\"type\":"
                        + "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":\"null\"}}}]}");
        assertThat(Duration.ofNanos(timed(() -> assertMalformed(
                        new AvroEventCodec(nothings),
                        bytes(0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0),
                        "items at byte 0"))))
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aFlatRecordIsWrittenUnderItsOwnSchema() throws MalformedEventException {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"double\"},"
                        + "{\"name\":\"b\",\"type\":[\"null\",\"string\"]}]}");
        AvroEventCodec codec = new AvroEventCodec(schema);
        assertThat(CollectedFields.of(codec, codec.encode(Map.of("a", 2L))))
                .containsEntry("a", 2.0)
                .containsEntry("b", null);
        assertThatThrownBy(() -> codec.encode(Map.of("a", 1.0, "c", 1.0))).hasMessage("field 'c' is not in R");
        assertThatThrownBy(() -> codec.encode(Collections.singletonMap("a", null)))
                .hasMessageContaining("field 'a': found null, expected \"double\"");
        assertThatThrownBy(() -> new AvroEventCodec(Schema.create(Schema.Type.LONG)))
                .hasMessageContaining("must be a record");
    }

    @Test
    void theCacheOfNamesDoesNotMixThemUp() throws MalformedEventException {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < 5000; i++) {
            fields.put("field-" + i, (double) i);
        }
        fields.put("n".repeat(500), 1.0);
        byte[] payload = avro.encode(fields);
        assertThat(CollectedFields.of(avro, payload)).isEqualTo(fields);
        assertThat(CollectedFields.of(avro, payload)).isEqualTo(fields);
    }

    @Test
    void fieldsInAnotherOrderOrWithOneMoreOrLessKeepTheirNames() throws MalformedEventException {
        List<String> names = new ArrayList<>(List.of("a", "ab", "abc", "b", "x1", "x2", "x10", ""));
        Random random = new Random(8);
        for (int i = 0; i < 500; i++) {
            Collections.shuffle(names, random);
            Map<String, Object> fields = new LinkedHashMap<>();
            for (String name : names.subList(0, random.nextInt(names.size()))) {
                fields.put(name, random.nextDouble());
            }
            assertThat(CollectedFields.of(avro, avro.encode(fields))).isEqualTo(fields);
        }
    }

    private static void assertMalformed(EventCodec codec, byte[] payload, String message) {
        assertThatThrownBy(() -> CollectedFields.of(codec, payload))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(message);
    }

    private static long timed(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return System.nanoTime() - start;
    }

    private static Map<String, Object> randomFields(Random random) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            Object value =
                    switch (random.nextInt(5)) {
                        case 0 -> random.nextLong();
                        case 1 -> Records.text(random);
                        case 2 -> random.nextBoolean();
                        case 3 -> null;
                        default -> Records.number(random);
                    };
            fields.put(Records.text(random), value);
        }
        return fields;
    }

    private static byte[] payment() {
        GenericRecord payment = new GenericData.Record(FLAT);
        payment.put("id", "p-1");
        payment.put("amount", 12.5);
        payment.put("price", ByteBuffer.wrap(new byte[] {0x04, (byte) 0xD2}));
        payment.put("count", 3);
        payment.put("at", 1_767_225_600_000L);
        payment.put("ratio", 0.5f);
        payment.put("online", true);
        payment.put("kind", new GenericData.EnumSymbol(FLAT.getField("kind").schema(), "CASH"));
        payment.put("tags", List.of("a", "b"));
        payment.put("nothings", List.of());
        payment.put("last", Long.MIN_VALUE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(FLAT).write(payment, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
