package dev.riffle.jobs.flow;

import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.RecordFormat;
import dev.riffle.schemas.codec.UnreadableRecordException;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Bytes of a {@link ScorerInput}: a byte that says what follows, then the event as {@link EventInFlightSerializer} writes
 * it, or the length and bytes of the control message's record. Events and what steers the scorer share a task, so this is
 * used only where chaining is switched off.
 */
public final class ScorerInputSerializer extends FlowSerializer<ScorerInput> {
    private static final long serialVersionUID = 1L;

    private static final int EVENT = 0;
    private static final int RELEASE = 1;
    private static final int CLUSTERS = 2;
    private static final int VERDICT = 3;

    static final ScorerInputSerializer INSTANCE = new ScorerInputSerializer();

    /** Tells a later version which layout it meets. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ScorerInput> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }

    @Override
    public ScorerInput copy(ScorerInput from) {
        // Nobody writes to a control message.
        return from instanceof EventInFlight event ? EventInFlightSerializer.INSTANCE.copy(event) : from;
    }

    @Override
    public void serialize(ScorerInput input, DataOutputView target) throws IOException {
        if (input instanceof EventInFlight event) {
            target.writeByte(EVENT);
            EventInFlightSerializer.INSTANCE.serialize(event, target);
        } else if (input instanceof ControlMessage message && message.release() != null) {
            write(RELEASE, ModelRelease.class, message.release(), target);
        } else if (input instanceof ControlMessage message && message.clusters() != null) {
            write(CLUSTERS, ClusterSnapshot.class, message.clusters(), target);
        } else if (input instanceof ControlMessage message) {
            write(VERDICT, AnalystVerdict.class, message.verdict(), target);
            target.writeLong(message.offset());
        }
    }

    @Override
    public ScorerInput deserialize(DataInputView source) throws IOException {
        int kind = source.readByte();
        return switch (kind) {
            case EVENT -> EventInFlightSerializer.INSTANCE.deserialize(source);
            case RELEASE -> ControlMessage.of(read(ModelRelease.class, source));
            case CLUSTERS -> ControlMessage.of(read(ClusterSnapshot.class, source));
            case VERDICT -> ControlMessage.of(read(AnalystVerdict.class, source), source.readLong());
            default -> throw new IOException("found a scorer's input of kind " + kind + ", expected 0 to " + VERDICT);
        };
    }

    /** Codecs are one thread's and serialisers are everybody's; control messages are few. */
    private static <T extends SpecificRecord> void write(int kind, Class<T> type, T record, DataOutputView target)
            throws IOException {
        byte[] bytes = RecordCodec.of(RecordFormat.AVRO, type).encode(record);
        target.writeByte(kind);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    private static <T extends SpecificRecord> T read(Class<T> type, DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        try {
            return RecordCodec.of(RecordFormat.AVRO, type).decode(bytes);
        } catch (UnreadableRecordException e) {
            throw new IOException(e);
        }
    }

    @Override
    public TypeSerializerSnapshot<ScorerInput> snapshotConfiguration() {
        return new Snapshot();
    }
}
