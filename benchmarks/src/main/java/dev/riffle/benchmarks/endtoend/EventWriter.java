package dev.riffle.benchmarks.endtoend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.riffle.schemas.Event;
import dev.riffle.schemas.codec.RecordFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Writes events of a workload as fast as their libraries do, names prepared, without a map in between: what is compared
 * with the job shall not be slow at this. One per thread.
 */
abstract sealed class EventWriter {
    final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);

    static EventWriter of(RecordFormat format, int columns) {
        return format == RecordFormat.AVRO ? new Avro(columns) : new Json(columns);
    }

    byte[] write(String id, String key, long timeMillis, double[] numbers) {
        buffer.reset();
        try {
            fill(id, key, timeMillis, numbers);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return buffer.toByteArray();
    }

    abstract void fill(String id, String key, long timeMillis, double[] numbers) throws IOException;

    private static final class Avro extends EventWriter {
        private static final List<Schema> VALUES = Event.getClassSchema()
                .getField("fields")
                .schema()
                .getValueType()
                .getTypes();
        private static final int DOUBLE = branch(Schema.Type.DOUBLE);
        private static final int LONG = branch(Schema.Type.LONG);
        private static final int TEXT = branch(Schema.Type.STRING);

        private final Utf8[] names;
        private BinaryEncoder out;

        Avro(int columns) {
            names = new Utf8[columns];
            for (int i = 0; i < columns; i++) {
                names[i] = new Utf8("x" + i);
            }
        }

        private static int branch(Schema.Type type) {
            return VALUES.stream().map(Schema::getType).toList().indexOf(type);
        }

        @Override
        void fill(String id, String key, long timeMillis, double[] numbers) throws IOException {
            out = EncoderFactory.get().binaryEncoder(buffer, out);
            out.writeMapStart();
            out.setItemCount(3L + numbers.length);
            text("id", id);
            text("key", key);
            out.startItem();
            out.writeString("time");
            out.writeIndex(LONG);
            out.writeLong(timeMillis);
            for (int i = 0; i < numbers.length; i++) {
                out.startItem();
                out.writeString(names[i]);
                out.writeIndex(DOUBLE);
                out.writeDouble(numbers[i]);
            }
            out.writeMapEnd();
            out.flush();
        }

        private void text(String name, String value) throws IOException {
            out.startItem();
            out.writeString(name);
            out.writeIndex(TEXT);
            out.writeString(value);
        }
    }

    private static final class Json extends EventWriter {
        private static final JsonFactory FACTORY = JsonFactory.builder()
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .build();

        private final SerializedString[] names;

        Json(int columns) {
            names = new SerializedString[columns];
            for (int i = 0; i < columns; i++) {
                names[i] = new SerializedString("x" + i);
            }
        }

        @Override
        void fill(String id, String key, long timeMillis, double[] numbers) throws IOException {
            try (JsonGenerator out = FACTORY.createGenerator(buffer)) {
                out.writeStartObject();
                out.writeStringField("id", id);
                out.writeStringField("key", key);
                out.writeNumberField("time", timeMillis);
                for (int i = 0; i < numbers.length; i++) {
                    out.writeFieldName(names[i]);
                    out.writeNumber(numbers[i]);
                }
                out.writeEndObject();
            }
        }
    }
}
