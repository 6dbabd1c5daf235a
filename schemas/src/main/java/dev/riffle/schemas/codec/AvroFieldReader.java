package dev.riffle.schemas.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Reads one field's value and hands it to the sink. Schemas are compiled to these once, events run through them. */
@FunctionalInterface
interface AvroFieldReader {
    void read(AvroInput in, String field, FieldSink sink) throws CorruptAvroException;

    /** What reads a value of that schema; a nested one is passed over. */
    static AvroFieldReader compile(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> (in, field, sink) -> sink.missing(field);
            case BOOLEAN -> (in, field, sink) -> sink.number(field, in.readBoolean() ? 1.0 : 0.0);
            case INT -> (in, field, sink) -> sink.integer(field, in.readInt());
            case LONG -> (in, field, sink) -> sink.integer(field, in.readLong());
            case FLOAT -> (in, field, sink) -> sink.number(field, in.readFloat());
            case DOUBLE -> (in, field, sink) -> sink.number(field, in.readDouble());
            case STRING -> (in, field, sink) -> sink.text(field, in.readText());
            case ENUM -> compileEnum(schema.getEnumSymbols());
            case UNION -> compileUnion(schema.getTypes());
            case BYTES, FIXED ->
                schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        ? compileDecimal(schema, decimal.getScale())
                        : (in, field, sink) -> in.skip(schema);
            case RECORD, ARRAY, MAP -> (in, field, sink) -> in.skip(schema);
        };
    }

    private static AvroFieldReader compileEnum(List<String> symbols) {
        return (in, field, sink) -> sink.text(field, symbols.get(in.readIndex(symbols.size())));
    }

    private static AvroFieldReader compileUnion(List<Schema> branches) {
        AvroFieldReader[] readers =
                branches.stream().map(AvroFieldReader::compile).toArray(AvroFieldReader[]::new);
        return (in, field, sink) -> readers[in.readIndex(readers.length)].read(in, field, sink);
    }

    private static AvroFieldReader compileDecimal(Schema schema, int scale) {
        return (in, field, sink) -> {
            int start = in.position();
            int length = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : in.readLength();
            if (length < 1 || length > 64) {
                throw new CorruptAvroException(
                        "found a decimal of " + length + " bytes at byte " + start + ", expected 1 to 64");
            }
            int from = in.position();
            in.skip(length, "a decimal");
            BigInteger unscaled = new BigInteger(Arrays.copyOfRange(in.bytes(), from, from + length));
            sink.number(field, new BigDecimal(unscaled, scale).doubleValue());
        };
    }
}
