package dev.riffle.detector.anomaly;

import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.kernel.Distances;
import dev.riffle.detector.kernel.Logarithm;
import dev.riffle.detector.kernel.MixtureDensity;
import java.util.Arrays;

/**
 * How sparse the surroundings of an event are: the negative log density of a mixture over u, the scaled input (in models of
 * earlier releases followed by the normalised residual), with one component per density centroid,
 *
 * <pre>
 *   value = -log sum_j w_j exp(-|u - c_j|^2 / 2v),   w_j = (N_j + 0.1) / sum_i (N_i + 0.1)
 * </pre>
 *
 * The variance v is pooled: one for all components and dimensions, the mass-weighted mean of theirs. With a variance of
 * its own, a tight group of anomalies would become a narrow, very dense component and look more normal than anything
 * else. The normaliser (2 pi v)^(-dim/2) is left out: it is the same for all events, and with it the value would jump
 * whenever v moves a little, by dim/2 times the change of log v.
 *
 * <p>A live object for one thread (it owns scratch memory) over immutable centroids.
 */
public final class DensitySignal {
    /** Mass that every component has on top of what it learned. */
    static final double PRIOR_MASS = 0.1;

    /** Smallest pooled variance; inputs are standardised, so this is far below any usual spread. */
    static final double LEAST_VARIANCE = 1e-3;

    /** Floats in the longest vectors there are. */
    private static final int MOST_LANES = 16;

    private final Distances distances;
    private final MixtureDensity mixture;
    private final double precision;
    private final float[] point;
    private final float[] squared;
    private int nearest;

    public DensitySignal(Centroids centroids) {
        int count = centroids.count();
        // Whole vectors: the first component stands once more in what is left of the last one, with a weight of 0.
        int padded = (count + MOST_LANES - 1) / MOST_LANES * MOST_LANES;
        int dimension = centroids.dimension();
        float[] centres = Arrays.copyOf(centroids.centres(), padded * dimension);
        for (int j = count; j < padded; j++) {
            System.arraycopy(centres, 0, centres, j * dimension, dimension);
        }
        distances = Distances.to(centres, dimension);
        float[] weights = new float[padded];
        double total = centroids.totalMass() + PRIOR_MASS * count;
        for (int j = 0; j < count; j++) {
            weights[j] = (float) ((centroids.masses()[j] + PRIOR_MASS) / total);
        }
        precision = 1 / pooledVariance(centroids);
        mixture = MixtureDensity.of(weights, (float) precision);
        point = new float[dimension];
        squared = new float[padded];
    }

    /**
     * Looks at an event: the negative log density, any finite value. {@link #nearest()} then says which component is
     * nearest.
     */
    public double measure(float[] scaled, float[] residual) {
        distances.squared(pointOf(scaled, residual), squared);
        nearest = Distances.nearest(squared);
        float least = squared[nearest];
        return 0.5 * precision * least - Logarithm.of(mixture.at(squared, least));
    }

    private float[] pointOf(float[] scaled, float[] residual) {
        if (point.length == scaled.length) {
            return scaled;
        }
        System.arraycopy(scaled, 0, point, 0, scaled.length);
        System.arraycopy(residual, 0, point, scaled.length, point.length - scaled.length);
        return point;
    }

    /** Index of the centroid that was nearest to the event measured last. */
    public int nearest() {
        return nearest;
    }

    /** Mass-weighted mean over components and dimensions of their variances, with a floor. */
    public static double pooledVariance(Centroids centroids) {
        double weighted = 0;
        double total = 0;
        int dimension = centroids.dimension();
        for (int j = 0; j < centroids.count(); j++) {
            double sum = 0;
            for (int i = j * dimension; i < (j + 1) * dimension; i++) {
                sum += centroids.variances()[i];
            }
            double mass = centroids.masses()[j] + PRIOR_MASS;
            weighted += mass * sum / dimension;
            total += mass;
        }
        return Math.max(weighted / total, LEAST_VARIANCE);
    }
}
