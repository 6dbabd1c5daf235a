package dev.riffle.trainer.network;

import dev.riffle.detector.encoder.Activation;

/**
 * Activations and their slopes over a whole batch. Exponentials are a polynomial's within 1e-8 (relative) of the exact ones: the
 * library's would take as long as the matrix products.
 */
final class Activations {
    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN_2 = 0.6931471805599453;
    /** Adding it rounds to a whole number, which then stands in the low bits. */
    private static final double ROUNDING = 6755399441055744.0;

    private static final double LARGEST = 80;

    private Activations() {}

    /** Replaces sums by activations. */
    static void apply(Activation activation, float[] values, int count) {
        switch (activation) {
            case IDENTITY -> {}
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Math.max(values[i], 0f);
                }
            }
            case ELU -> {
                for (int i = 0; i < count; i++) {
                    if (values[i] < 0) {
                        values[i] = (float) (exp(values[i]) - 1);
                    }
                }
            }
            case TANH -> {
                for (int i = 0; i < count; i++) {
                    values[i] = (float) (1 - 2 / (exp(2.0 * values[i]) + 1));
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < count; i++) {
                    values[i] = (float) (1 / (1 + exp(-values[i])));
                }
            }
        }
    }

    /**
     * Multiplies derivatives by the activation's slope.
     *
     * @param derivatives by the activations; become those by the sums
     * @param activations what {@link #apply} gave
     */
    static void timesSlope(Activation activation, float[] derivatives, float[] activations, int count) {
        switch (activation) {
            case IDENTITY -> {}
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    derivatives[i] = activations[i] > 0 ? derivatives[i] : 0f;
                }
            }
            case ELU -> {
                for (int i = 0; i < count; i++) {
                    derivatives[i] *= Math.min(activations[i], 0f) + 1f;
                }
            }
            case TANH -> {
                for (int i = 0; i < count; i++) {
                    derivatives[i] *= 1f - activations[i] * activations[i];
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < count; i++) {
                    derivatives[i] *= activations[i] * (1f - activations[i]);
                }
            }
        }
    }

    /** exp(x): 2 to the whole part by the exponent's bits, the rest by its Taylor series. {@code NaN} stays. */
    static double exp(double x) {
        double bounded = x > LARGEST ? LARGEST : x < -LARGEST ? -LARGEST : x;
        double shifted = bounded * LOG2_E + ROUNDING;
        double whole = shifted - ROUNDING;
        double r = bounded - whole * LN_2;
        double series = 1.0 / 5040;
        series = series * r + 1.0 / 720;
        series = series * r + 1.0 / 120;
        series = series * r + 1.0 / 24;
        series = series * r + 1.0 / 6;
        series = series * r + 0.5;
        series = series * r + 1;
        series = series * r + 1;
        return series * Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023L) << 52);
    }
}
