package dev.riffle.detector.kernel;

/** Checks the arrays that callers hand to kernels. */
final class Lengths {
    private Lengths() {}

    static void require(String array, float[] values, int expected) {
        if (values.length != expected) {
            throw new IllegalArgumentException(
                    "Array " + array + " has " + values.length + " values; expected " + expected);
        }
    }

    static void require(String array, double[] values, int expected) {
        if (values.length != expected) {
            throw new IllegalArgumentException(
                    "Array " + array + " has " + values.length + " values; expected " + expected);
        }
    }

    static void requireAtLeast(String array, float[] values, int least) {
        if (values.length < least) {
            throw new IllegalArgumentException(
                    "Array " + array + " has " + values.length + " values; expected at least " + least);
        }
    }
}
