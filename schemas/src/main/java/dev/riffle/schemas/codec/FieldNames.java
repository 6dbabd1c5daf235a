package dev.riffle.schemas.codec;

import java.util.Arrays;

/**
 * Field names by their UTF-8 bytes, so that a name that comes with every event becomes a string once. A direct-mapped
 * cache of fixed size: made-up names push each other out and nothing grows.
 *
 * <p>Events of a stream have their fields in the same order almost always, so the name that followed the last time is
 * looked at first: a comparison instead of a hash.
 */
final class FieldNames {
    private static final int SLOTS = 1024;
    private static final int LONGEST = 128;

    private final byte[][] keys = new byte[SLOTS][];
    private final String[] names = new String[SLOTS];
    /** Slot of the name that came after the one in a slot. */
    private final int[] followers = new int[SLOTS];

    private int previous;

    String at(byte[] bytes, int start, int length) throws CorruptAvroException {
        if (length > LONGEST) {
            return AvroInput.text(bytes, start, length);
        }
        int expected = followers[previous];
        if (isAt(expected, bytes, start, length)) {
            previous = expected;
            return names[expected];
        }
        int slot = slot(bytes, start, length);
        if (!isAt(slot, bytes, start, length)) {
            names[slot] = AvroInput.text(bytes, start, length);
            keys[slot] = Arrays.copyOfRange(bytes, start, start + length);
        }
        followers[previous] = slot;
        previous = slot;
        return names[slot];
    }

    private static int slot(byte[] bytes, int start, int length) {
        int hash = length;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ (hash >>> 15)) & (SLOTS - 1);
    }

    private boolean isAt(int slot, byte[] bytes, int start, int length) {
        byte[] known = keys[slot];
        if (known == null || known.length != length) {
            return false;
        }
        // Names are short: a loop beats the call that compares ranges.
        for (int i = 0; i < length; i++) {
            if (known[i] != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }
}
