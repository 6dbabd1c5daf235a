package dev.riffle.detector.anomaly;

import dev.riffle.detector.kernel.Residuals;

/**
 * How badly the autoencoder reproduces an event. With r = reconstruction - input and s the residual scales,
 *
 * <pre>
 *   r~_f = clip(r_f / s_f, +-10) / 2
 *   value = mean over f of r~_f^2
 * </pre>
 *
 * Each column counts in units of its own usual residual, and the clip bounds what a single column can say. Immutable.
 */
public final class ReconstructionSignal {
    /** Largest absolute residual let through, in units of its scale. */
    public static final float RESIDUAL_LIMIT = 10f;

    private final int columns;
    private final Residuals residuals;

    /** @param scales usual size of each column's residual, above 0 */
    public ReconstructionSignal(float[] scales) {
        columns = scales.length;
        float[] inverseScales = new float[columns];
        for (int f = 0; f < scales.length; f++) {
            if (!(scales[f] > 0) || Float.isInfinite(scales[f])) {
                throw new IllegalArgumentException(
                        "residual scale of column " + f + " is " + scales[f] + ", expected a finite value above 0");
            }
            inverseScales[f] = 1 / scales[f];
        }
        residuals = Residuals.of(inverseScales, RESIDUAL_LIMIT);
    }

    /**
     * Computes the normalised residual into {@code residual} and returns the signal's value.
     *
     * @return in [0, 25]
     */
    public double measure(float[] scaled, float[] reconstruction, float[] residual) {
        return residuals.measure(scaled, reconstruction, residual) / columns;
    }
}
