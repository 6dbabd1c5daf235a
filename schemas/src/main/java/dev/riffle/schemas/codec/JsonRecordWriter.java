package dev.riffle.schemas.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
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

/** Writes a record as a natural JSON object, led by its schema. */
final class JsonRecordWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private JsonRecordWriter() {}

    static String toJson(SpecificRecord datum) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            write(out, datum.getSchema(), datum);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "not a valid " + datum.getSchema().getName() + ": " + e.getMessage(), e);
        }
        return text.toString();
    }

    static void write(JsonGenerator out, Schema schema, Object value) throws IOException {
        if (value == null && schema.getType() != Schema.Type.NULL && schema.getType() != Schema.Type.UNION) {
            throw new IllegalArgumentException("found null, expected " + schema.getType());
        }
        switch (schema.getType()) {
            case NULL -> out.writeNull();
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case INT -> out.writeNumber((Integer) value);
            case LONG -> out.writeNumber((Long) value);
            case FLOAT -> out.writeNumber((Float) value);
            case DOUBLE -> out.writeNumber((Double) value);
            case STRING, ENUM -> out.writeString(value.toString());
            case BYTES -> {
                ByteBuffer bytes = ((ByteBuffer) value).duplicate();
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                out.writeBinary(copy);
            }
            case UNION -> writeUnion(out, schema, value);
            case RECORD -> writeRecord(out, schema, (IndexedRecord) value);
            case ARRAY -> {
                out.writeStartArray();
                for (Object item : (Collection<?>) value) {
                    write(out, schema.getElementType(), item);
                }
                out.writeEndArray();
            }
            case MAP -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.writeFieldName(entry.getKey().toString());
                    write(out, schema.getValueType(), entry.getValue());
                }
                out.writeEndObject();
            }
            case FIXED -> throw new IllegalArgumentException("records hold no fixed, found " + schema.getFullName());
        }
    }

    private static void writeRecord(JsonGenerator out, Schema schema, IndexedRecord value) throws IOException {
        out.writeStartObject();
        for (Schema.Field field : schema.getFields()) {
            out.writeFieldName(field.name());
            try {
                write(out, field.schema(), value.get(field.pos()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(field.name() + ": " + e.getMessage(), e);
            }
        }
        out.writeEndObject();
    }

    private static void writeUnion(JsonGenerator out, Schema schema, Object value) throws IOException {
        List<Schema> branches = schema.getTypes();
        if (value instanceof Double number
                && !Double.isFinite(number)
                && branches.stream().anyMatch(branch -> branch.getType() == Schema.Type.STRING)) {
            // As a text it would be read as the text that the union also allows.
            out.writeRawValue(number.toString());
            return;
        }
        write(out, branches.get(SpecificData.get().resolveUnion(schema, value)), value);
    }
}
