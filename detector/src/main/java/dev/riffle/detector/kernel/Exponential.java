package dev.riffle.detector.kernel;

/**
 * The exponential function of what is not above 0 in float32, within a relative 1e-6 for the float32 that is handed in and
 * several times cheaper than {@link Math#exp}: with x = k log 2 + r, k an integer, |r| at most log(2) / 2,
 *
 * <pre>
 *   exp x = 2^k (1 + r + r^2/2! + ... + r^6/6!)
 * </pre>
 *
 * The rest of the series is below 1.2 r^7 / 7!, which is 1.5e-7; the roundings add some units of 6e-8. Both kernels use
 * these coefficients, which is why their results agree.
 */
final class Exponential {
    /** Smaller arguments count as this: 2^k stays a normal number, and exp(-80), 2e-35, adds nothing to any sum. */
    static final float LEAST = -80;

    static final float LOG2_E = (float) (1 / Math.log(2));
    /** log 2 in two parts: k times the first is exact. */
    static final float LOG_2_HIGH = 0x1.62ep-1f;

    static final float LOG_2_LOW = (float) (Math.log(2) - LOG_2_HIGH);
    /** Added to a float of less than 2^22, it leaves the nearest integer in the sum's lowest bits. */
    static final float TO_INTEGER = 0x1.8p23f;

    static final int MANTISSA_BITS = 23;

    static final float C2 = 1 / 2f;
    static final float C3 = 1 / 6f;
    static final float C4 = 1 / 24f;
    static final float C5 = 1 / 120f;
    static final float C6 = 1 / 720f;

    private Exponential() {}

    /** @param value at most 0; {@link #LEAST} takes the place of what is less */
    static float of(float value) {
        float x = Math.max(value, LEAST);
        float shifted = x * LOG2_E + TO_INTEGER;
        float k = shifted - TO_INTEGER;
        float r = x - k * LOG_2_HIGH - k * LOG_2_LOW;
        float z = r * r;
        float p = (1 + r) + z * ((C2 + r * C3) + z * ((C4 + r * C5) + z * C6));
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << MANTISSA_BITS));
    }
}
