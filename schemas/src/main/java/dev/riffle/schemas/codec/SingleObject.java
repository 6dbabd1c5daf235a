package dev.riffle.schemas.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** The header of Avro's single-object encoding: C3 01 and the schema's CRC-64-AVRO fingerprint, little-endian. */
final class SingleObject {
    static final int HEADER_BYTES = 10;

    private SingleObject() {}

    static boolean isMarked(byte[] payload) {
        return payload.length >= HEADER_BYTES && payload[0] == (byte) 0xC3 && payload[1] == 0x01;
    }

    static long fingerprint(byte[] payload) {
        return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    }

    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    static byte[] header(Schema schema) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(fingerprint(schema))
                .array();
    }

    static String described(long fingerprint) {
        return HexFormat.of().toHexDigits(fingerprint);
    }
}
