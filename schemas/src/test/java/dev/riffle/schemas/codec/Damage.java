package dev.riffle.schemas.codec;

import java.util.Arrays;
import java.util.Random;

/** What happens to bytes on bad days. */
final class Damage {
    private Damage() {}

    /** A copy with a few bytes changed, cut, repeated or inserted, none before {@code from}. */
    static byte[] of(byte[] bytes, int from, Random random) {
        byte[] damaged = bytes.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && damaged.length > from; i--) {
            int at = from + random.nextInt(damaged.length - from);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged = Arrays.copyOf(damaged, at);
                case 2 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    byte[] longer = Arrays.copyOf(damaged, damaged.length + 9);
                    System.arraycopy(damaged, at, longer, at + 9, damaged.length - at);
                    Arrays.fill(longer, at, at + 9, (byte) (random.nextBoolean() ? 0xFF : random.nextInt()));
                    damaged = longer;
                }
            }
        }
        return damaged;
    }
}
