package dev.riffle.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.jobs.operators.ThresholdSnapshot;
import dev.riffle.schemas.ClusterSnapshot;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

class EventInFlightSerializerTest {
    private static final EventInFlight FULL = new EventInFlight(
            new Event(
                    "id-\u00e4\u6f22",
                    new String[] {"customer", "terminal"},
                    1_700_000_000_123L,
                    new double[] {1.5, Double.NaN, -0.0},
                    new String[] {"shoes", null, ""}),
            1_700_000_000_456L,
            3,
            1L << 40,
            new double[] {Double.NaN, Double.MIN_VALUE, 7});

    @Test
    void anEventSurvivesTheNetworkBitByBit() throws Exception {
        assertSame(roundTrip(FULL), FULL);
    }

    @Test
    void anEventWithoutKeysFieldsAndColumnsSurvivesToo() throws Exception {
        EventInFlight bare = new EventInFlight(
                new Event("x", new String[0], Long.MIN_VALUE, new double[0], new String[0]), -1, 0, 0, new double[0]);
        assertSame(roundTrip(bare), bare);
    }

    @Test
    void aCopyHasItsOwnRow() {
        EventInFlight copy = EventInFlightSerializer.INSTANCE.copy(FULL);
        copy.row()[0] = 42;
        assertThat(FULL.row()[0]).isNaN();
    }

    @Test
    void flinkFindsTheSerializerByReflection() {
        assertThat(TypeInformation.of(EventInFlight.class)).isInstanceOf(EventInFlightType.class);
    }

    @Test
    void noTypeBetweenOperatorsNeedsKryo() throws Exception {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(RawRecord.class);
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(ControlMessage.class);
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(ThresholdSnapshot.class);
    }

    @Test
    void aControlMessageSurvivesTheNetwork() throws Exception {
        ClusterSnapshot snapshot = ClusterSnapshot.newBuilder()
                .setModelVersion(3)
                .setClustersVersion(9)
                .setTime(12)
                .setLatent(List.of())
                .setDensity(List.of())
                .build();
        TypeSerializer<ControlMessage> serializer =
                TypeInformation.of(ControlMessage.class).createSerializer(new SerializerConfigImpl());
        assertThat(roundTrip(ControlMessage.of(snapshot), serializer)).isEqualTo(ControlMessage.of(snapshot));
    }

    private static EventInFlight roundTrip(EventInFlight event) throws IOException {
        return roundTrip(event, EventInFlightSerializer.INSTANCE);
    }

    private static <T> T roundTrip(T value, TypeSerializer<T> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        T read = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return read;
    }

    private static void assertSame(EventInFlight found, EventInFlight expected) {
        assertThat(found)
                .usingRecursiveComparison()
                .withEqualsForType(
                        (a, b) -> Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b), Double.class)
                .isEqualTo(expected);
    }
}
