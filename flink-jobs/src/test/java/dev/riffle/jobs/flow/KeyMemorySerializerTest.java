package dev.riffle.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.detector.pipeline.KeyMemory;
import dev.riffle.detector.pipeline.MemoryLayout;
import dev.riffle.detector.pipeline.MemoryLayout.Slot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class KeyMemorySerializerTest {
    private static final MemoryLayout LAYOUT =
            new MemoryLayout(List.of(new Slot("times", 0, 1, 8), new Slot("events/1h", 150_000, 2, 52)));
    private static final MemoryLayout CHANGED =
            new MemoryLayout(List.of(LAYOUT.slots().get(0)));
    private static final Map<String, double[]> ARRAYS = Map.of(
            "heard", new double[] {3}, "times", new double[] {5, 6}, "events/1h", new double[] {150_000, 1, 7, 2, 0, 0
            });
    private static final TypeSerializer<KeyMemory> SERIALIZER = new KeyMemorySerializer(LAYOUT);
    private static final TypeSerializer<KeyMemory> CHANGED_SERIALIZER = new KeyMemorySerializer(CHANGED);

    @Test
    void aMemoryGoesThroughBytesAndCopies() throws IOException {
        KeyMemory memory = LAYOUT.ofArrays(ARRAYS);
        byte[] bytes = bytes(SERIALIZER, memory);
        assertThat(bytes).as("two counts, heard, two times and a pane").hasSize(2 + 8 * (1 + 2 + 2));
        assertThat(bytes(SERIALIZER, SERIALIZER.deserialize(new DataInputDeserializer(bytes))))
                .isEqualTo(bytes);

        KeyMemory copy = SERIALIZER.copy(memory);
        assertThat(bytes(SERIALIZER, copy)).isEqualTo(bytes);
        copy.hear(99);
        assertThat(bytes(SERIALIZER, memory)).isEqualTo(bytes);

        DataOutputSerializer target = new DataOutputSerializer(64);
        SERIALIZER.copy(new DataInputDeserializer(bytes), target);
        assertThat(target.getCopyOfBuffer()).isEqualTo(bytes);
    }

    @Test
    void memoriesOfOtherLayoutsAreWrittenUnderTheOwn() throws IOException {
        KeyMemory other = LAYOUT.ofArrays(ARRAYS);
        byte[] expected = bytes(CHANGED_SERIALIZER, CHANGED.ofArrays(ARRAYS));
        assertThat(bytes(CHANGED_SERIALIZER, other)).isEqualTo(expected);
        assertThat(bytes(CHANGED_SERIALIZER, CHANGED_SERIALIZER.copy(other))).isEqualTo(expected);
    }

    @Test
    void aCopyOfAMemoryFromAnEqualLayoutSharesNothing() throws IOException {
        MemoryLayout equal = new MemoryLayout(LAYOUT.slots());
        KeyMemory memory = equal.ofArrays(ARRAYS);
        SERIALIZER.copy(memory).hear(99);
        assertThat(memory.heard()).isEqualTo(3);
    }

    @Test
    void theSnapshotNamesWhatTheBytesHold() throws IOException {
        byte[] bytes = bytes(SERIALIZER, LAYOUT.ofArrays(ARRAYS));
        TypeSerializerSnapshot<KeyMemory> snapshot = written(SERIALIZER.snapshotConfiguration());
        TypeSerializer<KeyMemory> restored = snapshot.restoreSerializer();
        assertThat(restored).isEqualTo(SERIALIZER).hasSameHashCodeAs(SERIALIZER);
        assertThat(bytes(CHANGED_SERIALIZER, restored.deserialize(new DataInputDeserializer(bytes))))
                .isEqualTo(bytes(CHANGED_SERIALIZER, CHANGED.ofArrays(ARRAYS)));
        assertThat(compatibility(SERIALIZER, snapshot).isCompatibleAsIs()).isTrue();
        assertThat(compatibility(CHANGED_SERIALIZER, snapshot).isCompatibleAfterMigration())
                .isTrue();
    }

    @Test
    void anotherTypesSnapshotIsRefused() {
        assertThat(compatibility(SERIALIZER, former(StringSerializer.INSTANCE.snapshotConfiguration()))
                        .isIncompatible())
                .isTrue();
    }

    private static byte[] bytes(TypeSerializer<KeyMemory> serializer, KeyMemory memory) throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(64);
        serializer.serialize(memory, target);
        return target.getCopyOfBuffer();
    }

    private static TypeSerializerSchemaCompatibility<KeyMemory> compatibility(
            TypeSerializer<KeyMemory> serializer, TypeSerializerSnapshot<KeyMemory> former) {
        return serializer.snapshotConfiguration().resolveSchemaCompatibility(former);
    }

    /** As Flink does it: which type a snapshot was of, only the snapshot knows. */
    @SuppressWarnings("unchecked")
    private static TypeSerializerSnapshot<KeyMemory> former(TypeSerializerSnapshot<?> snapshot) {
        return (TypeSerializerSnapshot<KeyMemory>) snapshot;
    }

    private static <T> TypeSerializerSnapshot<T> written(TypeSerializerSnapshot<T> snapshot) throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(target, snapshot);
        return TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(target.getCopyOfBuffer()), KeyMemorySerializerTest.class.getClassLoader());
    }
}
