package dev.riffle.schemas.codec;

import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Events as Avro records.
 *
 * <p>Any record serves whose fields are numbers, texts, booleans, enums (their symbol is the text), decimals (as
 * numbers) or unions of these with null; timestamps and dates arrive as the integers that they are; bytes and nested
 * values are skipped. {@link Event} records are unpacked: their map's entries are the fields.
 *
 * <p>A payload is read as raw binary of the writer schema, or, where it begins with the marker and the fingerprint of a
 * known schema, as Avro's single-object encoding. Events are written raw.
 */
public final class AvroEventCodec implements EventCodec {
    private final int maxBytes;
    private final RecordReader writer;
    private final AvroFieldWriter fieldWriter;
    private final Map<Long, RecordReader> byFingerprint = new HashMap<>();
    private final AvroInput in = new AvroInput();
    private final FieldNames names = new FieldNames();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
    private BinaryEncoder encoder;

    /** Reads and writes {@link Event} records. */
    public AvroEventCodec() {
        this(Event.getClassSchema());
    }

    /** Reads and writes records of that schema. */
    public AvroEventCodec(Schema writer) {
        this(writer, List.of(), DEFAULT_MAX_BYTES);
    }

    /**
     * @param writer schema of raw payloads, a record
     * @param known further schemas to recognise in single-object encoding, records
     * @param maxBytes largest payload that is read, in bytes, > 0
     */
    public AvroEventCodec(Schema writer, Collection<Schema> known, int maxBytes) {
        Objects.requireNonNull(writer, "writer");
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, found " + maxBytes);
        }
        this.maxBytes = maxBytes;
        this.writer = readerOf(writer);
        this.fieldWriter = AvroFieldWriter.of(writer);
        for (Schema schema : known) {
            byFingerprint.put(SingleObject.fingerprint(schema), readerOf(schema));
        }
        byFingerprint.put(SingleObject.fingerprint(writer), this.writer);
    }

    @Override
    public void decode(byte[] payload, FieldSink sink) throws MalformedEventException {
        EventCodec.requireSize(payload, maxBytes);
        boolean marked = SingleObject.isMarked(payload);
        RecordReader fingerprinted = marked ? byFingerprint.get(SingleObject.fingerprint(payload)) : null;
        RecordReader reader = fingerprinted == null ? writer : fingerprinted;
        try {
            in.reset(payload, fingerprinted == null ? 0 : SingleObject.HEADER_BYTES);
            reader.read(in, sink);
            in.requireEnd();
        } catch (CorruptAvroException e) {
            String hint = marked && fingerprinted == null
                    ? "; it has the marker of a single object with the unknown schema fingerprint "
                            + SingleObject.described(SingleObject.fingerprint(payload))
                    : "";
            throw new MalformedEventException(
                    DeadLetterReason.MALFORMED, "not an Avro " + reader.name() + ": " + e.getMessage() + hint);
        }
    }

    @Override
    public byte[] encode(Map<String, ?> fields) {
        buffer.reset();
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        try {
            fieldWriter.write(encoder, fields);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return buffer.toByteArray();
    }

    private RecordReader readerOf(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException("an event's schema must be a record, found " + schema.getType());
        }
        return schema.getFullName().equals(Event.getClassSchema().getFullName())
                ? new EventReader(schema, names)
                : new FlatReader(schema);
    }

    private interface RecordReader {
        String name();

        void read(AvroInput in, FieldSink sink) throws CorruptAvroException;
    }

    /** A record's own fields. */
    private static final class FlatReader implements RecordReader {
        private final String name;
        private final String[] fields;
        private final AvroFieldReader[] readers;

        FlatReader(Schema schema) {
            name = schema.getFullName();
            fields = schema.getFields().stream().map(Schema.Field::name).toArray(String[]::new);
            readers = schema.getFields().stream()
                    .map(field -> AvroFieldReader.compile(field.schema()))
                    .toArray(AvroFieldReader[]::new);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void read(AvroInput in, FieldSink sink) throws CorruptAvroException {
            for (int i = 0; i < readers.length; i++) {
                readers[i].read(in, fields[i], sink);
            }
        }
    }

    /** The entries of Riffle's own event. */
    private record EventReader(String name, AvroFieldReader value, FieldNames names) implements RecordReader {
        EventReader(Schema schema, FieldNames names) {
            this(
                    schema.getFullName(),
                    AvroFieldReader.compile(schema.getField("fields").schema().getValueType()),
                    names);
        }

        @Override
        public void read(AvroInput in, FieldSink sink) throws CorruptAvroException {
            for (int count = in.readBlockCount(); count != 0; count = in.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    int length = in.readLength();
                    int start = in.position();
                    in.skip(length, "a field name");
                    value.read(in, names.at(in.bytes(), start, length), sink);
                }
            }
        }
    }
}
