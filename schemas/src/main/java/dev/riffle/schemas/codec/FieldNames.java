package dev.riffle.schemas.codec;

import java.util.Arrays;

/**
 * Field names by their UTF-8 bytes, so that a name that comes with every event becomes a string once. A direct-mapped
 * cache of fixed size: made-up names push each other out and nothing grows.
 */
final class FieldNames {
    private static final int SLOTS = 1024;
    private static final int LONGEST = 128;

    private final byte[][] keys = new byte[SLOTS][];
    private final String[] names = new String[SLOTS];

    String at(byte[] bytes, int start, int length) throws CorruptAvroException {
        if (length > LONGEST) {
            return AvroInput.text(bytes, start, length);
        }
        int end = start + length;
        int hash = length;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        byte[] known = keys[slot];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, start, end)) {
            return names[slot];
        }
        String name = AvroInput.text(bytes, start, length);
        keys[slot] = Arrays.copyOfRange(bytes, start, end);
        names[slot] = name;
        return name;
    }
}
