package dev.riffle.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Avro's single-object encoding, with every schema that the record was ever shipped with. */
final class AvroRecordCodec<T extends SpecificRecord> implements RecordCodec<T> {
    private final RecordType<T> type;
    private final byte[] header;
    private final DatumWriter<T> writer;
    private final Map<Long, Version<T>> versions = new HashMap<>();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
    private final AvroInput in = new AvroInput();
    private BinaryEncoder encoder;
    private BinaryDecoder decoder;

    AvroRecordCodec(Class<T> javaType) {
        type = RecordType.of(javaType);
        header = SingleObject.header(type.schema());
        writer = new SpecificDatumWriter<>(type.schema(), type.model());
        SchemaHistory.of(type.name()).forEach(this::add);
        add(type.schema());
    }

    private void add(Schema schema) {
        versions.put(
                SingleObject.fingerprint(schema),
                new Version<>(schema, new SpecificDatumReader<>(schema, type.schema(), type.model())));
    }

    @Override
    public byte[] encode(T datum) {
        buffer.reset();
        buffer.writeBytes(header);
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        try {
            writer.write(datum, encoder);
            encoder.flush();
        } catch (IOException | RuntimeException e) {
            encoder = null;
            throw new IllegalArgumentException("not a valid " + type.name() + ": " + e.getMessage(), e);
        }
        return buffer.toByteArray();
    }

    @Override
    public T decode(byte[] bytes) throws UnreadableRecordException {
        if (bytes == null || !SingleObject.isMarked(bytes)) {
            throw new UnreadableRecordException("found " + (bytes == null ? "nothing" : bytes.length + " bytes")
                    + " without the header of a single Avro object (C3 01 and a fingerprint), expected " + type.name());
        }
        Version<T> version = versions.get(SingleObject.fingerprint(bytes));
        if (version == null) {
            throw new UnreadableRecordException("found schema fingerprint "
                    + SingleObject.described(SingleObject.fingerprint(bytes)) + " at byte 2, expected one of the "
                    + versions.size() + " known to " + type.name() + ", the newest of which is "
                    + SingleObject.described(SingleObject.fingerprint(type.schema())));
        }
        try {
            // Avro's decoder trusts the lengths that it reads: check them all before it allocates.
            in.reset(bytes, SingleObject.HEADER_BYTES);
            in.skip(version.schema());
            in.requireEnd();
            decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, SingleObject.HEADER_BYTES, bytes.length - SingleObject.HEADER_BYTES, decoder);
            return version.reader().read(null, decoder);
        } catch (CorruptAvroException e) {
            throw new UnreadableRecordException("not a whole " + type.name() + ": " + e.getMessage());
        } catch (IOException | AvroRuntimeException e) {
            throw new UnreadableRecordException("not a readable " + type.name() + ": " + e.getMessage(), e);
        }
    }

    /** A schema that records were written with, and what reads them into the current one. */
    private record Version<T>(Schema schema, DatumReader<T> reader) {}
}
