package dev.riffle.jobs.flow;

import dev.riffle.detector.pipeline.KeyMemory;
import dev.riffle.detector.pipeline.MemoryLayout;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Bytes of a {@link KeyMemory} in Flink's state. Which numbers it has is written once, into the {@link Snapshot} beside
 * the state, so that a pipeline that changed keeps the windows that stayed.
 *
 * <p>The heap backend reads a savepoint with the serialiser that it was written with, before it hears of this one. So
 * memories of other layouts may be written and copied here, and come out of the state: they fit this layout only once
 * {@link MemoryLayout#fit} has seen to it.
 */
public final class KeyMemorySerializer extends TypeSerializer<KeyMemory> {
    private static final long serialVersionUID = 1L;

    private final MemoryLayout layout;

    /** @param layout of all that is written and read */
    public KeyMemorySerializer(MemoryLayout layout) {
        this.layout = layout;
    }

    /** Names what is remembered, in the order of the bytes. */
    public static final class Snapshot implements TypeSerializerSnapshot<KeyMemory> {
        private static final int VERSION = 1;

        private MemoryLayout layout;

        /** For Flink, which reads the rest. */
        public Snapshot() {
            this(new MemoryLayout(List.of()));
        }

        private Snapshot(MemoryLayout layout) {
            this.layout = layout;
        }

        @Override
        public int getCurrentVersion() {
            return VERSION;
        }

        @Override
        public void writeSnapshot(DataOutputView out) throws IOException {
            layout.writeTo(out);
        }

        @Override
        public void readSnapshot(int version, DataInputView in, ClassLoader classLoader) throws IOException {
            if (version != VERSION) {
                throw new IOException("Found key memories of version " + version + ", expected " + VERSION);
            }
            layout = MemoryLayout.read(in);
        }

        @Override
        public TypeSerializer<KeyMemory> restoreSerializer() {
            return new KeyMemorySerializer(layout);
        }

        @Override
        public TypeSerializerSchemaCompatibility<KeyMemory> resolveSchemaCompatibility(
                TypeSerializerSnapshot<KeyMemory> former) {
            if (former instanceof Snapshot snapshot) {
                return snapshot.layout.equals(layout)
                        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
            }
            return TypeSerializerSchemaCompatibility.incompatible();
        }
    }

    @Override
    public void serialize(KeyMemory memory, DataOutputView target) throws IOException {
        layout.fit(memory).writeTo(target);
    }

    @Override
    public KeyMemory deserialize(DataInputView source) throws IOException {
        return layout.readMemory(source);
    }

    @Override
    public KeyMemory deserialize(KeyMemory reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public KeyMemory copy(KeyMemory from) {
        return layout.fit(from).copy();
    }

    @Override
    public KeyMemory copy(KeyMemory from, KeyMemory reuse) {
        return copy(from);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public KeyMemory createInstance() {
        return layout.empty();
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public int getLength() {
        return -1;
    }

    /** Itself: it has no state. */
    @Override
    public TypeSerializer<KeyMemory> duplicate() {
        return this;
    }

    @Override
    public TypeSerializerSnapshot<KeyMemory> snapshotConfiguration() {
        return new Snapshot(layout);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyMemorySerializer serializer && serializer.layout.equals(layout);
    }

    @Override
    public int hashCode() {
        return layout.hashCode();
    }
}
