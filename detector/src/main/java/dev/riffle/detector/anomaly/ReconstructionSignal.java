package dev.riffle.detector.anomaly;

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

    private static final float HALF = 0.5f;

    private final float[] inverseScales;

    /** @param scales usual size of each column's residual, above 0 */
    public ReconstructionSignal(float[] scales) {
        inverseScales = new float[scales.length];
        for (int f = 0; f < scales.length; f++) {
            if (!(scales[f] > 0) || Float.isInfinite(scales[f])) {
                throw new IllegalArgumentException(
                        "residual scale of column " + f + " is " + scales[f] + ", expected a finite value above 0");
            }
            inverseScales[f] = 1 / scales[f];
        }
    }

    /**
     * Computes the normalised residual into {@code residual} and returns the signal's value.
     *
     * @return in [0, 25]
     */
    public double measure(float[] scaled, float[] reconstruction, float[] residual) {
        float sum = 0;
        for (int f = 0; f < residual.length; f++) {
            float inUnits = (reconstruction[f] - scaled[f]) * inverseScales[f];
            float normalised = HALF * Math.max(-RESIDUAL_LIMIT, Math.min(inUnits, RESIDUAL_LIMIT));
            residual[f] = normalised;
            sum += normalised * normalised;
        }
        return sum / residual.length;
    }
}
