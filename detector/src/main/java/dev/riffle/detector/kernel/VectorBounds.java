package dev.riffle.detector.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;

/**
 * Bounds on a vector's lanes, by comparing their bits as integers: those of floating-point numbers of one sign are ordered
 * as their magnitudes are. Java's own {@code min} and {@code max} tell {@code NaN} and the sign of zero apart, which takes
 * some ten instructions with 512 bits; a bound is two to four here. A {@code NaN} counts as the infinity of its sign.
 */
final class VectorBounds {
    private static final int SIGN = Integer.MIN_VALUE;
    private static final int MAGNITUDE = Integer.MAX_VALUE;

    private VectorBounds() {}

    /**
     * To {@code [-limit, limit]}.
     *
     * @param limit at least 0
     */
    static FloatVector within(FloatVector x, float limit) {
        IntVector bits = x.reinterpretAsInts();
        return bits.and(MAGNITUDE)
                .min(Float.floatToRawIntBits(limit))
                .or(bits.and(SIGN))
                .reinterpretAsFloats();
    }

    /**
     * To {@code [-limit, limit]}.
     *
     * @param limit at least 0
     */
    static DoubleVector within(DoubleVector x, double limit) {
        LongVector bits = x.reinterpretAsLongs();
        return bits.and(Long.MAX_VALUE)
                .min(Double.doubleToRawLongBits(limit))
                .or(bits.and(Long.MIN_VALUE))
                .reinterpretAsDoubles();
    }

    /**
     * At most the bound.
     *
     * @param bound at least 0, and not -0
     */
    static FloatVector atMost(FloatVector x, float bound) {
        return x.reinterpretAsInts().min(Float.floatToRawIntBits(bound)).reinterpretAsFloats();
    }

    /**
     * At least the bound.
     *
     * @param bound below 0, or -0
     */
    static FloatVector atLeast(FloatVector x, float bound) {
        return atMost(x.neg(), -bound).neg();
    }
}
