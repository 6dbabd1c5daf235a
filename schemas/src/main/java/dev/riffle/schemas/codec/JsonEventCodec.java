package dev.riffle.schemas.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.riffle.schemas.DeadLetterReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Events as flat JSON objects in UTF-8.
 *
 * <p>Numbers without fraction and exponent that fit 64 bits are integers, all others numbers; {@code true} and
 * {@code false} are the numbers 1 and 0; {@code null} is missing; nested objects and arrays are skipped. The bare tokens
 * {@code NaN}, {@code Infinity} and {@code -Infinity} are read as the numbers that they name, so that whoever judges the
 * values can say which field was not finite, and written for such values.
 */
public final class JsonEventCodec implements EventCodec {
    private static final int MAX_NESTING = 100;
    private static final int MAX_NUMBER_LENGTH = 1000;

    private final int maxBytes;
    private final JsonFactory factory;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);

    public JsonEventCodec() {
        this(DEFAULT_MAX_BYTES);
    }

    /** @param maxBytes largest payload that is read, in bytes, > 0 */
    public JsonEventCodec(int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, found " + maxBytes);
        }
        this.maxBytes = maxBytes;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(maxBytes)
                        .maxStringLength(maxBytes)
                        .build())
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // Payloads are UTF-8: guessing would read some truncated ones as UTF-16 or UTF-32.
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .build();
    }

    @Override
    public void decode(byte[] payload, FieldSink sink) throws MalformedEventException {
        EventCodec.requireSize(payload, maxBytes);
        JsonParser parser = null;
        try {
            parser = factory.createParser(payload);
            JsonToken root = parser.nextToken();
            if (root != JsonToken.START_OBJECT) {
                throw malformed(
                        "found " + described(root) + ", expected a JSON object",
                        root == null ? parser.currentLocation() : parser.currentTokenLocation());
            }
            String field;
            while ((field = parser.nextFieldName()) != null) {
                decodeValue(parser, field, sink);
            }
            JsonToken trailing = parser.nextToken();
            if (trailing != null) {
                throw malformed(
                        "found " + described(trailing) + " after the JSON object, expected the end",
                        parser.currentTokenLocation());
            }
            parser.close();
        } catch (JacksonException e) {
            throw malformed(
                    "not JSON: " + e.getOriginalMessage(),
                    e.getLocation() == null && parser != null ? parser.currentLocation() : e.getLocation());
        } catch (IOException e) {
            throw malformed("not JSON: " + e.getMessage(), parser == null ? null : parser.currentLocation());
        }
    }

    private static void decodeValue(JsonParser parser, String field, FieldSink sink) throws IOException {
        switch (parser.nextToken()) {
            case VALUE_NUMBER_FLOAT -> sink.number(field, parser.getDoubleValue());
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    sink.number(field, parser.getDoubleValue());
                } else {
                    sink.integer(field, parser.getLongValue());
                }
            }
            case VALUE_STRING -> sink.text(field, parser.getText());
            case VALUE_TRUE -> sink.number(field, 1.0);
            case VALUE_FALSE -> sink.number(field, 0.0);
            case VALUE_NULL -> sink.missing(field);
            default -> parser.skipChildren();
        }
    }

    @Override
    public byte[] encode(Map<String, ?> fields) {
        buffer.reset();
        try (JsonGenerator generator = factory.createGenerator(buffer)) {
            generator.writeStartObject();
            for (Map.Entry<String, ?> entry : fields.entrySet()) {
                generator.writeFieldName(entry.getKey());
                encodeValue(generator, entry.getKey(), entry.getValue());
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return buffer.toByteArray();
    }

    private static void encodeValue(JsonGenerator generator, String field, Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Float number) {
            generator.writeNumber(number);
        } else if (value instanceof Number number && FieldTypes.isWhole(number)) {
            generator.writeNumber(number.longValue());
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof CharSequence text) {
            generator.writeString(text.toString());
        } else {
            throw FieldTypes.unsupported(field, value);
        }
    }

    private static String described(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            default -> token.asString() == null ? token.name() : "'" + token.asString() + "'";
        };
    }

    private static MalformedEventException malformed(String what, JsonLocation where) {
        String at = where == null || where.getByteOffset() < 0 ? "" : " at byte " + where.getByteOffset();
        return new MalformedEventException(DeadLetterReason.MALFORMED, what + at);
    }
}
