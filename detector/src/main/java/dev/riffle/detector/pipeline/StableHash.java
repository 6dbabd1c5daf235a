package dev.riffle.detector.pipeline;

import java.nio.charset.StandardCharsets;

/**
 * The hash behind hashed categories: FNV-1a over the UTF-8 bytes, then MurmurHash3's 32-bit finaliser, which spreads
 * FNV's weak low bits. Models depend on it: it never changes.
 */
final class StableHash {
    private StableHash() {}

    static int of(String text) {
        int hash = 0x811c9dc5;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    /** A bucket in [0, buckets). */
    static int bucket(String text, int buckets) {
        return Math.floorMod(of(text), buckets);
    }
}
