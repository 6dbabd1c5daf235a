package dev.riffle.schemas.codec;

import dev.riffle.schemas.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;

/** Writes an event's fields under a schema: as the schema's own fields, or as the entries of an {@link Event}. */
record AvroFieldWriter(Schema schema, boolean packed) {

    static AvroFieldWriter of(Schema schema) {
        return new AvroFieldWriter(
                schema, schema.getFullName().equals(Event.getClassSchema().getFullName()));
    }

    void write(Encoder out, Map<String, ?> fields) throws IOException {
        if (packed) {
            writeEntries(out, schema.getField("fields").schema().getValueType(), fields);
            return;
        }
        for (String name : fields.keySet()) {
            if (schema.getField(name) == null) {
                throw new IllegalArgumentException("field '" + name + "' is not in " + schema.getFullName());
            }
        }
        for (Schema.Field field : schema.getFields()) {
            writeValue(out, field.schema(), field.name(), fields.get(field.name()));
        }
    }

    private static void writeEntries(Encoder out, Schema values, Map<String, ?> fields) throws IOException {
        out.writeMapStart();
        out.setItemCount(fields.size());
        for (Map.Entry<String, ?> entry : fields.entrySet()) {
            out.startItem();
            out.writeString(entry.getKey());
            writeValue(out, values, entry.getKey(), entry.getValue());
        }
        out.writeMapEnd();
    }

    private static void writeValue(Encoder out, Schema schema, String field, Object value) throws IOException {
        Schema target = schema;
        if (schema.getType() == Schema.Type.UNION) {
            int branch = branchFor(schema.getTypes(), field, value);
            out.writeIndex(branch);
            target = schema.getTypes().get(branch);
        } else if (!fits(target, value)) {
            throw unfit(field, value, schema);
        }
        switch (target.getType()) {
            case NULL -> out.writeNull();
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case INT -> out.writeInt(((Number) value).intValue());
            case LONG -> out.writeLong(((Number) value).longValue());
            case FLOAT -> out.writeFloat(((Number) value).floatValue());
            case DOUBLE -> out.writeDouble(((Number) value).doubleValue());
            case STRING -> out.writeString(value.toString());
            case ENUM -> out.writeEnum(target.getEnumOrdinal(value.toString()));
            default -> throw unfit(field, value, schema);
        }
    }

    /** The branch that keeps the value as it is, else the first that can hold it. */
    private static int branchFor(List<Schema> branches, String field, Object value) {
        int any = -1;
        for (int i = 0; i < branches.size(); i++) {
            if (fits(branches.get(i), value)) {
                if (value == null || exact(branches.get(i).getType(), value)) {
                    return i;
                }
                any = any < 0 ? i : any;
            }
        }
        if (any < 0) {
            throw unfit(field, value, Schema.createUnion(branches));
        }
        return any;
    }

    private static boolean exact(Schema.Type type, Object value) {
        return switch (type) {
            case INT, LONG -> value instanceof Number number && FieldTypes.isWhole(number);
            case FLOAT -> value instanceof Float;
            case DOUBLE -> value instanceof Double;
            default -> true;
        };
    }

    private static boolean fits(Schema schema, Object value) {
        return switch (schema.getType()) {
            case NULL -> value == null;
            case BOOLEAN -> value instanceof Boolean;
            case INT ->
                value instanceof Number number && FieldTypes.isWhole(number) && number.longValue() == number.intValue();
            case LONG -> value instanceof Number number && FieldTypes.isWhole(number);
            case FLOAT, DOUBLE ->
                value instanceof Double
                        || value instanceof Float
                        || (value instanceof Number number && FieldTypes.isWhole(number));
            case STRING -> value instanceof CharSequence;
            case ENUM -> value instanceof CharSequence && schema.hasEnumSymbol(value.toString());
            default -> false;
        };
    }

    private static IllegalArgumentException unfit(String field, Object value, Schema schema) {
        return new IllegalArgumentException("field '" + field + "': found "
                + (value == null ? "null" : "a " + value.getClass().getName()) + ", expected " + schema);
    }
}
