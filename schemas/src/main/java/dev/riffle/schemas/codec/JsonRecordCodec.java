package dev.riffle.schemas.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/** Natural JSON, led by the record's current schema. */
final class JsonRecordCodec<T extends SpecificRecord> implements RecordCodec<T> {
    private static final int MAX_NESTING = 100;
    /** A model bundle of 32 MiB takes 43 million characters in base64. */
    private static final int MAX_TEXT = 64 << 20;

    private final RecordType<T> type;
    private final JsonRecordReader reader;
    private final JsonRecordWriter writer;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    JsonRecordCodec(Class<T> javaType) {
        type = RecordType.of(javaType);
        reader = new JsonRecordReader(type.model());
        writer = JsonRecordWriter.of(type.schema());
    }

    @Override
    public byte[] encode(T datum) {
        buffer.reset();
        try (JsonGenerator out = factory.createGenerator(buffer)) {
            writer.write(out, datum);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a valid " + type.name() + ": " + e.getMessage(), e);
        }
        return buffer.toByteArray();
    }

    @Override
    public T decode(byte[] bytes) throws UnreadableRecordException {
        if (bytes == null) {
            throw new UnreadableRecordException("found nothing, expected " + type.name());
        }
        try (JsonParser parser = factory.createParser(bytes)) {
            parser.nextToken();
            T datum = type.javaType().cast(reader.read(parser, type.schema(), type.name()));
            if (parser.nextToken() != null) {
                throw new UnreadableRecordException("found " + parser.currentToken() + " after " + type.name()
                        + " at byte " + parser.currentTokenLocation().getByteOffset() + ", expected the end");
            }
            return datum;
        } catch (UnreadableRecordException e) {
            throw e;
        } catch (JacksonException e) {
            String where =
                    e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
            throw new UnreadableRecordException(
                    "not " + type.name() + " in JSON: " + e.getOriginalMessage() + where, e);
        } catch (IOException e) {
            throw new UnreadableRecordException("not " + type.name() + " in JSON: " + e.getMessage(), e);
        }
    }
}
