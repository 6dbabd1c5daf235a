package dev.riffle.schemas.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/**
 * Avro's binary encoding over an array. Unlike Avro's own decoder it checks every length against what is left before it
 * allocates, names the byte in its errors, and refuses text that is not UTF-8.
 */
final class AvroInput {
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_NESTING = 100;

    private byte[] bytes = new byte[0];
    private int position;

    void reset(byte[] source, int offset) {
        bytes = source;
        position = offset;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    int remaining() {
        return bytes.length - position;
    }

    void requireEnd() throws CorruptAvroException {
        if (remaining() != 0) {
            throw new CorruptAvroException(remaining() + " bytes too many at byte " + position + ", expected the end");
        }
    }

    long readLong() throws CorruptAvroException {
        long raw = 0;
        int start = position;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= bytes.length) {
                throw new CorruptAvroException("ends inside the number at byte " + start);
            }
            byte next = bytes[position++];
            if (shift == 63 && (next & 0x7e) != 0) {
                break;
            }
            raw |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new CorruptAvroException("number of more than 64 bits at byte " + start);
    }

    int readInt() throws CorruptAvroException {
        int start = position;
        long value = readLong();
        if (value != (int) value) {
            throw new CorruptAvroException("found " + value + " at byte " + start + ", expected an int");
        }
        return (int) value;
    }

    boolean readBoolean() throws CorruptAvroException {
        require(1, "a boolean");
        byte value = bytes[position];
        if (value != 0 && value != 1) {
            throw new CorruptAvroException("found " + value + " at byte " + position + ", expected a boolean (0 or 1)");
        }
        position++;
        return value == 1;
    }

    float readFloat() throws CorruptAvroException {
        require(Float.BYTES, "a float");
        float value = (float) FLOAT.get(bytes, position);
        position += Float.BYTES;
        return value;
    }

    double readDouble() throws CorruptAvroException {
        require(Double.BYTES, "a double");
        double value = (double) DOUBLE.get(bytes, position);
        position += Double.BYTES;
        return value;
    }

    /** Reads the length of a text or of bytes; so many bytes are left. */
    int readLength() throws CorruptAvroException {
        int start = position;
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new CorruptAvroException(
                    "found length " + length + " at byte " + start + ", expected 0 to " + remaining());
        }
        return (int) length;
    }

    String readText() throws CorruptAvroException {
        int length = readLength();
        int start = position;
        position += length;
        return text(bytes, start, length);
    }

    /** Reads the index of a union's branch or of an enum's symbol. */
    int readIndex(int count) throws CorruptAvroException {
        int start = position;
        long index = readLong();
        if (index < 0 || index >= count) {
            throw new CorruptAvroException(
                    "found index " + index + " at byte " + start + ", expected 0 to " + (count - 1));
        }
        return (int) index;
    }

    /** Reads the number of items in the next block of an array or map; 0 ends it. */
    int readBlockCount() throws CorruptAvroException {
        int start = position;
        long count = readLong();
        if (count < 0) {
            long size = readLong();
            if (size < 0 || size > remaining()) {
                throw new CorruptAvroException(
                        "found block size " + size + " at byte " + start + ", expected 0 to " + remaining());
            }
            count = -count;
        }
        // An item takes a byte at least; so-called items of no size would let a few bytes claim quintillions.
        if (count < 0 || count > remaining()) {
            throw new CorruptAvroException("found a block of " + count + " items at byte " + start + ", but "
                    + remaining() + " bytes are left");
        }
        return (int) count;
    }

    void skip(int length, String expected) throws CorruptAvroException {
        require(length, expected);
        position += length;
    }

    private void skipSized() throws CorruptAvroException {
        int length = readLength();
        position += length;
    }

    /** Passes over one value and checks that it is well-formed. */
    void skip(Schema schema) throws CorruptAvroException {
        skip(schema, 0);
    }

    private void skip(Schema schema, int depth) throws CorruptAvroException {
        if (depth > MAX_NESTING) {
            throw new CorruptAvroException("nested deeper than " + MAX_NESTING + " at byte " + position);
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> readBoolean();
            case INT -> readInt();
            case LONG -> readLong();
            case FLOAT -> skip(Float.BYTES, "a float");
            case DOUBLE -> skip(Double.BYTES, "a double");
            case STRING, BYTES -> skipSized();
            case FIXED -> skip(schema.getFixedSize(), schema.getFullName());
            case ENUM -> readIndex(schema.getEnumSymbols().size());
            case UNION -> skip(schema.getTypes().get(readIndex(schema.getTypes().size())), depth + 1);
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema(), depth + 1);
                }
            }
            case ARRAY -> {
                for (int count = readBlockCount(); count != 0; count = readBlockCount()) {
                    for (int i = 0; i < count; i++) {
                        skip(schema.getElementType(), depth + 1);
                    }
                }
            }
            case MAP -> {
                for (int count = readBlockCount(); count != 0; count = readBlockCount()) {
                    for (int i = 0; i < count; i++) {
                        skipSized();
                        skip(schema.getValueType(), depth + 1);
                    }
                }
            }
        }
    }

    static String text(byte[] bytes, int start, int length) throws CorruptAvroException {
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        // The replacement character may be in the text itself; only then is the slow, strict reading needed.
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            } catch (CharacterCodingException e) {
                throw new CorruptAvroException("text at byte " + start + " is not UTF-8");
            }
        }
        return text;
    }

    private void require(int length, String expected) throws CorruptAvroException {
        if (remaining() < length) {
            throw new CorruptAvroException("ends at byte " + bytes.length + ", expected " + expected + " of " + length
                    + " bytes at byte " + position);
        }
    }
}
