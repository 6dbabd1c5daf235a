package dev.riffle.detector.kernel;

/**
 * What a reconstruction leaves over of an input, per column in units of the column's usual residual, bounded and halved:
 *
 * <pre>
 *   r~_f = clip((reconstruction_f - input_f) inverseScale_f, +-limit) / 2
 * </pre>
 *
 * in float32. A live object for one thread; a call allocates nothing. Both implementations agree to the bit in the residuals, and to 1e-6 in
 * the sum of their squares.
 */
public sealed interface Residuals permits VectorResiduals, PlainResiduals {

    /**
     * Residuals in these units: the Vector API's where its module is resolved and there are columns enough, else plain ones.
     *
     * @param inverseScales 1 over the usual residual, one per column, above 0; copied
     * @param limit largest absolute residual let through, in units of its scale, above 0
     */
    static Residuals of(float[] inverseScales, float limit) {
        return VectorModule.isResolved() && VectorResiduals.fits(inverseScales.length)
                ? new VectorResiduals(inverseScales, limit)
                : new PlainResiduals(inverseScales, limit);
    }

    /**
     * Computes the residuals and the sum of their squares.
     *
     * @param input one value per column
     * @param reconstruction one value per column
     * @param residual receives one value per column
     * @throws IllegalArgumentException if an array's length differs
     */
    float measure(float[] input, float[] reconstruction, float[] residual);
}
