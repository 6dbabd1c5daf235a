package dev.riffle.detector.clustering;

import dev.riffle.detector.clustering.ClusterModel.AutoencoderMixture;
import dev.riffle.detector.clustering.ClusterModel.CorePoints;

/**
 * How far out an event lies among the events of its cluster, from the cluster's spread alone, which is all that a
 * bundle and the stream keep of its distances. So it is an estimate, exact where the cluster is Gaussian along its axes:
 *
 * <pre>
 *   centroids:  distance^2 ~ g chi^2(n),  n = (sum v_i)^2 / sum v_i^2,  g = sum v_i^2 / sum v_i     (Satterthwaite 1946)
 *               whose quantile is that of z = ((d^2 / sum v_i)^(1/3) - 1 + 2/(9n)) / sqrt(2/(9n))   (Wilson and Hilferty 1931)
 *   others:     distance ~ normal with the cluster's mean and variance of distances
 * </pre>
 */
public final class DistancePercentile {
    /** Smallest variance: a cluster of equal events has none. */
    private static final double LEAST_VARIANCE = 1e-12;

    private DistancePercentile() {}

    /**
     * Percent of the cluster's events that are nearer, in [0, 100].
     *
     * @param cluster index of the cluster
     * @param distance what {@link ClusterModel} calls distance, at least 0
     */
    public static double of(ClusterModel model, Centroids clusters, int cluster, double distance) {
        boolean keepsDistances = model instanceof AutoencoderMixture || model instanceof CorePoints;
        return 100
                * normal(
                        keepsDistances
                                ? byDistances(clusters, cluster, distance)
                                : bySpread(clusters, cluster, distance));
    }

    private static double byDistances(Centroids clusters, int cluster, double distance) {
        double variance = Math.max(LEAST_VARIANCE, clusters.variances()[cluster]);
        return (distance - clusters.centres()[cluster]) / Math.sqrt(variance);
    }

    private static double bySpread(Centroids clusters, int cluster, double distance) {
        double sum = 0;
        double squares = 0;
        int dimension = clusters.dimension();
        for (int i = cluster * dimension; i < (cluster + 1) * dimension; i++) {
            double variance = Math.max(LEAST_VARIANCE, clusters.variances()[i]);
            sum += variance;
            squares += variance * variance;
        }
        double unit = 2 / (9 * sum * sum / squares);
        return (Math.cbrt(distance * distance / sum) - 1 + unit) / Math.sqrt(unit);
    }

    /** Distribution function of the standard normal law, to 1e-7 (Abramowitz and Stegun 1964, 26.2.17). */
    private static double normal(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double above = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
        return Math.min(1, Math.max(0, z > 0 ? 1 - above : above));
    }
}
