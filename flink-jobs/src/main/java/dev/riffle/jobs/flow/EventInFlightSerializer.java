package dev.riffle.jobs.flow;

import dev.riffle.detector.pipeline.Event;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Bytes of an {@link EventInFlight}: id, event time, received time, partition, offset, then keys, numbers, texts and
 * row, each as a count and its values, numbers in little-endian order; a text may be null.
 */
public final class EventInFlightSerializer extends FlowSerializer<EventInFlight> {
    private static final long serialVersionUID = 1L;
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    static final EventInFlightSerializer INSTANCE = new EventInFlightSerializer();

    /** Written into checkpoints with in-flight records, so that a later version can tell which layout it meets. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<EventInFlight> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }

    @Override
    public EventInFlight copy(EventInFlight from) {
        // Only the row is ever written to after it was made.
        return new EventInFlight(
                from.event(),
                from.receivedTime(),
                from.partition(),
                from.offset(),
                from.row().clone());
    }

    @Override
    public void serialize(EventInFlight record, DataOutputView target) throws IOException {
        Event event = record.event();
        StringValue.writeString(event.id(), target);
        target.writeLong(event.timeMillis());
        target.writeLong(record.receivedTime());
        target.writeInt(record.partition());
        target.writeLong(record.offset());
        writeTexts(event.keys(), target);
        writeNumbers(event.numbers(), target);
        writeTexts(event.texts(), target);
        writeNumbers(record.row(), target);
    }

    @Override
    public EventInFlight deserialize(DataInputView source) throws IOException {
        String id = StringValue.readString(source);
        long timeMillis = source.readLong();
        long receivedTime = source.readLong();
        int partition = source.readInt();
        long offset = source.readLong();
        String[] keys = readTexts(source);
        double[] numbers = readNumbers(source);
        String[] texts = readTexts(source);
        double[] row = readNumbers(source);
        return new EventInFlight(new Event(id, keys, timeMillis, numbers, texts), receivedTime, partition, offset, row);
    }

    @Override
    public TypeSerializerSnapshot<EventInFlight> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void writeTexts(String[] texts, DataOutputView target) throws IOException {
        target.writeInt(texts.length);
        for (String text : texts) {
            StringValue.writeString(text, target);
        }
    }

    private static String[] readTexts(DataInputView source) throws IOException {
        String[] texts = new String[source.readInt()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = StringValue.readString(source);
        }
        return texts;
    }

    /** All at once: a call of the view for every number would cost more than the copy. */
    private static void writeNumbers(double[] numbers, DataOutputView target) throws IOException {
        byte[] bytes = new byte[numbers.length * Double.BYTES];
        for (int i = 0; i < numbers.length; i++) {
            DOUBLES.set(bytes, i * Double.BYTES, numbers[i]);
        }
        target.writeInt(numbers.length);
        target.write(bytes);
    }

    private static double[] readNumbers(DataInputView source) throws IOException {
        double[] numbers = new double[source.readInt()];
        byte[] bytes = new byte[numbers.length * Double.BYTES];
        source.readFully(bytes);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (double) DOUBLES.get(bytes, i * Double.BYTES);
        }
        return numbers;
    }
}
