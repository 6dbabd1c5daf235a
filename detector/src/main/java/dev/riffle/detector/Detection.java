package dev.riffle.detector;

/**
 * What a detector found out about one event. Free of any threshold: the verdict is the alert budget's.
 *
 * <p>The arrays belong to the detection and are not written to after it was made; they let a {@link Learner} learn
 * and an explanation be computed without encoding the event again.
 *
 * @param clusterIndex index of the nearest centroid in {@link dev.riffle.detector.clustering.ClusterState#latent()}
 * @param clusterId stable id of that centroid
 * @param distance Euclidean distance to it in latent space, at least 0
 * @param densityIndex index of the nearest centroid of the density mixture
 * @param reconstructionError value of the reconstruction signal, at least 0
 * @param sparseness value of the density signal: negative log density, any finite value
 * @param reconstructionSurprise negative natural logarithm of the reconstruction error's tail probability, at least 0
 * @param densitySurprise negative natural logarithm of the sparseness's tail probability, at least 0
 * @param surprise negative natural logarithm of the combined tail probability, at least 0; ranks events
 * @param scaled scaled input, one value per column
 * @param reconstruction the decoder's answer to {@code scaled}, one value per column
 * @param residual normalised residual, one value per column
 * @param latent position in latent space
 */
public record Detection(
        int clusterIndex,
        long clusterId,
        double distance,
        int densityIndex,
        double reconstructionError,
        double sparseness,
        double reconstructionSurprise,
        double densitySurprise,
        double surprise,
        float[] scaled,
        float[] reconstruction,
        float[] residual,
        float[] latent) {

    /** Calibrated probability that a normal event looks at least this unusual, in (0, 1]. */
    public double tailProbability() {
        return Math.exp(-surprise);
    }

    /** How unusual the event is, in [0, 1]: 1 - {@link #tailProbability()}. */
    public double score() {
        return -Math.expm1(-surprise);
    }
}
