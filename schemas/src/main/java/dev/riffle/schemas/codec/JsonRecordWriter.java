package dev.riffle.schemas.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes values of a schema as natural JSON. Made of the schema once: looking it up for every value of every record would
 * take longer than the writing. Schemas must not contain themselves.
 */
interface JsonRecordWriter {
    void write(JsonGenerator out, Object value) throws IOException;

    static String toJson(SpecificRecord datum) {
        StringWriter text = new StringWriter();
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .build();
        try (JsonGenerator out = factory.createGenerator(text)) {
            of(datum.getSchema()).write(out, datum);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "not a valid " + datum.getSchema().getName() + ": " + e.getMessage(), e);
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if the schema has a type that Riffle's records do not use */
    static JsonRecordWriter of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> (out, value) -> out.writeNull();
            case UNION -> ofUnion(schema);
            case BOOLEAN -> present(schema, (out, value) -> out.writeBoolean((Boolean) value));
            case INT -> present(schema, (out, value) -> out.writeNumber((Integer) value));
            case LONG -> present(schema, (out, value) -> out.writeNumber((Long) value));
            case FLOAT -> present(schema, (out, value) -> out.writeNumber((Float) value));
            case DOUBLE -> present(schema, (out, value) -> out.writeNumber((Double) value));
            case STRING, ENUM -> present(schema, (out, value) -> out.writeString(value.toString()));
            case BYTES -> present(schema, (out, value) -> writeBytes(out, (ByteBuffer) value));
            case RECORD -> present(schema, ofRecord(schema));
            case ARRAY -> present(schema, ofArray(of(schema.getElementType())));
            case MAP -> present(schema, ofMap(of(schema.getValueType())));
            case FIXED -> throw new IllegalArgumentException("records hold no fixed, found " + schema.getFullName());
        };
    }

    private static JsonRecordWriter present(Schema schema, JsonRecordWriter writer) {
        return (out, value) -> {
            if (value == null) {
                throw new IllegalArgumentException("found null, expected " + schema.getType());
            }
            writer.write(out, value);
        };
    }

    private static void writeBytes(JsonGenerator out, ByteBuffer value) throws IOException {
        ByteBuffer bytes = value.duplicate();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.writeBinary(copy);
    }

    private static JsonRecordWriter ofArray(JsonRecordWriter item) {
        return (out, value) -> {
            out.writeStartArray();
            for (Object each : (Collection<?>) value) {
                item.write(out, each);
            }
            out.writeEndArray();
        };
    }

    private static JsonRecordWriter ofMap(JsonRecordWriter item) {
        return (out, value) -> {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                item.write(out, entry.getValue());
            }
            out.writeEndObject();
        };
    }

    private static JsonRecordWriter ofRecord(Schema schema) {
        SerializedString[] names = schema.getFields().stream()
                .map(field -> new SerializedString(field.name()))
                .toArray(SerializedString[]::new);
        JsonRecordWriter[] writers =
                schema.getFields().stream().map(field -> of(field.schema())).toArray(JsonRecordWriter[]::new);
        return (out, value) -> {
            IndexedRecord datum = (IndexedRecord) value;
            out.writeStartObject();
            for (int i = 0; i < writers.length; i++) {
                out.writeFieldName(names[i]);
                try {
                    writers[i].write(out, datum.get(i));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(names[i] + ": " + e.getMessage(), e);
                }
            }
            out.writeEndObject();
        };
    }

    private static JsonRecordWriter ofUnion(Schema schema) {
        List<Schema> branches = schema.getTypes();
        JsonRecordWriter[] writers = branches.stream().map(JsonRecordWriter::of).toArray(JsonRecordWriter[]::new);
        if (branches.size() == 2 && schema.isNullable()) {
            JsonRecordWriter writer = writers[branches.get(0).getType() == Schema.Type.NULL ? 1 : 0];
            return (out, value) -> {
                if (value == null) {
                    out.writeNull();
                } else {
                    writer.write(out, value);
                }
            };
        }
        boolean texts = branches.stream().anyMatch(branch -> branch.getType() == Schema.Type.STRING);
        return (out, value) -> {
            if (texts && value instanceof Double number && !Double.isFinite(number)) {
                // As a text it would be read as the text that the union also allows.
                out.writeRawValue(number.toString());
            } else {
                writers[SpecificData.get().resolveUnion(schema, value)].write(out, value);
            }
        };
    }
}
