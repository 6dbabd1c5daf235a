package dev.riffle.detector.kernel;

/**
 * The density of a mixture of components that are alike but for their weight w and place: with s_j the squared distances
 * from a point to them and s the least of these,
 *
 * <pre>
 *   sum_j w_j exp(-precision (s_j - s) / 2)
 * </pre>
 *
 * which is the density in units of what a component of weight 1 at the nearest one's place gives. Computed in float32,
 * within a relative 1e-5 of it. A live object for one thread; a call allocates nothing.
 */
public sealed interface MixtureDensity permits VectorMixtureDensity, PlainMixtureDensity {

    /**
     * The density of these components: the Vector API's where its module is resolved and there are components enough, else
     * the plain one.
     *
     * @param weights one per component, at least 0, that of the nearest one above 0; copied
     * @param precision 1 over the components' variance, above 0
     */
    static MixtureDensity of(float[] weights, float precision) {
        return VectorModule.isResolved() && VectorMixtureDensity.fits(weights.length)
                ? new VectorMixtureDensity(weights, precision)
                : new PlainMixtureDensity(weights, precision);
    }

    /**
     * Computes the density at a point, in (0, sum of the weights].
     *
     * @param squared distances to the components, each at least 0
     * @param least the smallest of them
     * @throws IllegalArgumentException if there are not as many distances as components
     */
    double at(float[] squared, float least);
}
