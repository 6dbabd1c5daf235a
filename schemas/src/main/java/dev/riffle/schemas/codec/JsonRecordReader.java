package dev.riffle.schemas.codec;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/** Reads a natural JSON object into a record, led by its schema. The parser stands on the value's first token. */
final class JsonRecordReader {
    private final SpecificData model;

    JsonRecordReader(SpecificData model) {
        this.model = model;
    }

    Object read(JsonParser in, Schema schema, String where) throws IOException {
        JsonToken token = in.currentToken();
        switch (schema.getType()) {
            case NULL -> {
                require(in, token == JsonToken.VALUE_NULL, "null", where);
                return null;
            }
            case BOOLEAN -> {
                require(in, token != null && token.isBoolean(), "true or false", where);
                return in.getBooleanValue();
            }
            case INT -> {
                require(in, token == JsonToken.VALUE_NUMBER_INT, "a whole number of 32 bits", where);
                return in.getIntValue();
            }
            case LONG -> {
                require(in, token == JsonToken.VALUE_NUMBER_INT, "a whole number of 64 bits", where);
                return in.getLongValue();
            }
            case FLOAT -> {
                return isNumber(in) ? (Object) in.getFloatValue() : (Object) (float) notFinite(in, where);
            }
            case DOUBLE -> {
                return isNumber(in) ? in.getDoubleValue() : notFinite(in, where);
            }
            case STRING -> {
                require(in, token == JsonToken.VALUE_STRING, "a text", where);
                return in.getText();
            }
            case BYTES -> {
                require(in, token == JsonToken.VALUE_STRING, "bytes in base64", where);
                return ByteBuffer.wrap(in.getBinaryValue(Base64Variants.MIME_NO_LINEFEEDS));
            }
            case ENUM -> {
                return readEnum(in, schema, where);
            }
            case UNION -> {
                return readUnion(in, schema, where);
            }
            case RECORD -> {
                return readRecord(in, schema, where);
            }
            case ARRAY -> {
                require(in, token == JsonToken.START_ARRAY, "an array", where);
                List<Object> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(in, schema.getElementType(), where + "[" + items.size() + "]"));
                }
                return items;
            }
            case MAP -> {
                require(in, token == JsonToken.START_OBJECT, "an object", where);
                Map<String, Object> entries = new HashMap<>();
                for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                    in.nextToken();
                    entries.put(name, read(in, schema.getValueType(), where + "." + name));
                }
                return entries;
            }
            default -> throw new IllegalArgumentException("records hold no " + schema.getType());
        }
    }

    private IndexedRecord readRecord(JsonParser in, Schema schema, String where) throws IOException {
        require(in, in.currentToken() == JsonToken.START_OBJECT, "an object", where);
        IndexedRecord datum = (IndexedRecord) model.newRecord(null, schema);
        boolean[] seen = new boolean[schema.getFields().size()];
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            Schema.Field field = schema.getField(name);
            if (field == null) {
                in.skipChildren();
                continue;
            }
            datum.put(field.pos(), read(in, field.schema(), where + "." + name));
            seen[field.pos()] = true;
        }
        for (Schema.Field field : schema.getFields()) {
            if (!seen[field.pos()]) {
                if (!field.hasDefaultValue()) {
                    throw new UnreadableRecordException(
                            where + "." + field.name() + " is absent and has no default, expected "
                                    + field.schema().getType());
                }
                datum.put(field.pos(), model.deepCopy(field.schema(), model.getDefaultValue(field)));
            }
        }
        return datum;
    }

    private Object readEnum(JsonParser in, Schema schema, String where) throws IOException {
        require(in, in.currentToken() == JsonToken.VALUE_STRING, "one of " + schema.getEnumSymbols(), where);
        String symbol = in.getText();
        if (!schema.hasEnumSymbol(symbol)) {
            // As in Avro: a newer writer's symbol becomes the default where the enum has one.
            require(in, schema.getEnumDefault() != null, "one of " + schema.getEnumSymbols(), where);
            symbol = schema.getEnumDefault();
        }
        return model.createEnum(symbol, schema);
    }

    private Object readUnion(JsonParser in, Schema schema, String where) throws IOException {
        List<Schema> branches = schema.getTypes();
        List<Schema.Type> wanted =
                switch (in.currentToken()) {
                    case VALUE_NULL -> List.of(Schema.Type.NULL);
                    case VALUE_TRUE, VALUE_FALSE -> List.of(Schema.Type.BOOLEAN);
                    case VALUE_NUMBER_INT ->
                        List.of(Schema.Type.LONG, Schema.Type.INT, Schema.Type.DOUBLE, Schema.Type.FLOAT);
                    case VALUE_NUMBER_FLOAT -> List.of(Schema.Type.DOUBLE, Schema.Type.FLOAT);
                    case VALUE_STRING ->
                        List.of(
                                Schema.Type.STRING,
                                Schema.Type.ENUM,
                                Schema.Type.BYTES,
                                Schema.Type.DOUBLE,
                                Schema.Type.FLOAT);
                    case START_ARRAY -> List.of(Schema.Type.ARRAY);
                    default -> List.of(Schema.Type.RECORD, Schema.Type.MAP);
                };
        for (Schema.Type type : wanted) {
            for (Schema branch : branches) {
                if (branch.getType() == type) {
                    return read(in, branch, where);
                }
            }
        }
        throw unexpected(in, "one of " + branches.stream().map(Schema::getType).toList(), where);
    }

    private static boolean isNumber(JsonParser in) {
        return in.currentToken() != null && in.currentToken().isNumeric();
    }

    private static double notFinite(JsonParser in, String where) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            String text = in.getText();
            if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
                return Double.parseDouble(text);
            }
        }
        throw unexpected(in, "a number, \"NaN\", \"Infinity\" or \"-Infinity\"", where);
    }

    private static void require(JsonParser in, boolean condition, String expected, String where) throws IOException {
        if (!condition) {
            throw unexpected(in, expected, where);
        }
    }

    private static UnreadableRecordException unexpected(JsonParser in, String expected, String where)
            throws IOException {
        String found = in.currentToken() == null ? "the end" : in.getText();
        return new UnreadableRecordException(where + ": found "
                + (found.length() <= 60 ? found : found.substring(0, 60) + "...") + ", expected " + expected
                + " at byte " + in.currentTokenLocation().getByteOffset());
    }
}
