package dev.riffle.detector;

/**
 * What a detector found out about one event. Free of any threshold: the verdict is the alert budget's.
 *
 * <p>The arrays belong to the detection and are not written to after it was made; they let a {@link Learner} learn
 * and an explanation be computed without encoding the event again.
 *
 * @param clusterIndex index of the nearest cluster in {@link dev.riffle.detector.clustering.ClusterState#latent()}
 * @param clusterId stable id of that cluster
 * @param distance distance to it, at least 0; {@link dev.riffle.detector.clustering.ClusterModel} says from what to what
 * @param noise true if the event belongs to no cluster, not even the nearest
 * @param densityIndex index of the nearest centroid of the density mixture
 * @param reconstructionError value of the reconstruction signal, at least 0
 * @param sparseness value of the density signal: negative log density, any finite value
 * @param rarity value of the projection signal: mean negative log density, any finite value; 0 for models without it
 * @param reconstructionSurprise negative natural logarithm of the reconstruction error's tail probability, at least 0
 * @param densitySurprise how surprising sparseness and rarity are together, in the same unit, at least 0; with a cluster
 *     model of core points at least that of the distance's
 * @param surprise negative natural logarithm of the combined tail probability, at least 0; ranks events
 * @param scaled scaled input, one value per column
 * @param residual normalised residual, one value per column
 * @param bins bin per projection that the event falls into; empty for models without projections
 * @param position where the event lies in the cluster model's space
 */
public record Detection(
        int clusterIndex,
        long clusterId,
        double distance,
        boolean noise,
        int densityIndex,
        double reconstructionError,
        double sparseness,
        double rarity,
        double reconstructionSurprise,
        double densitySurprise,
        double surprise,
        float[] scaled,
        float[] residual,
        byte[] bins,
        float[] position) {

    /** Calibrated probability that a normal event looks at least this unusual, in (0, 1]. */
    public double tailProbability() {
        return Math.exp(-surprise);
    }

    /** How unusual the event is, in [0, 1]: 1 - {@link #tailProbability()}. */
    public double score() {
        return -Math.expm1(-surprise);
    }
}
