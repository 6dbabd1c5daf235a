package dev.riffle.detector.clustering;

import dev.riffle.detector.projection.Histograms;
import java.util.List;

/**
 * Mini-batch gradient k-means with per-centre rates (Sculley 2010, algorithm 1) and half-life decay.
 *
 * <p>Per merge, with E the events observed, n_j the events of centroid j and g_j their sum of (event - centroid):
 *
 * <pre>
 *   N_j  = N_j 2^(-E / halfLife) + n_j        per-centre count, Sculley's v[c]
 *   c_j' = c_j + g_j / N_j                    n_j steps of rate 1/v[c], taken at once
 *   V_j  = (N_j^- V_j + q_j) / N_j - (c_j' - c_j)^2
 * </pre>
 *
 * where N_j^- is the decayed count before n_j is added and q_j the sum of (event - centroid) squared. The last term
 * turns the second moment around the old position into the variance around the new one. Without decay centre and
 * variance are those of all events, exactly. Histograms decay alike and add what was counted.
 */
public final class OnlineKMeans {
    /** Events after which a centroid's mass has halved. */
    public static final double DEFAULT_HALF_LIFE = 10_000;

    private final double halfLife;

    /** @param halfLife events after which old mass counts half, above 0; infinite for no decay */
    public OnlineKMeans(double halfLife) {
        if (!(halfLife > 0)) {
            throw new IllegalArgumentException("half-life is " + halfLife + " events, expected a value above 0");
        }
        this.halfLife = halfLife;
    }

    /**
     * Applies statistics to the centroids. Statistics based on older centroids of the same model are applied too (their
     * gradients are a little stale, and what they say about centroids that are gone counts no more); those of another
     * model are ignored. What becomes of groups that were founded is {@link ClusterLife}'s to say.
     *
     * @param version version of the result, above {@code current.version()}
     * @throws IllegalArgumentException if the version does not grow, or statistics have another dimension
     */
    public ClusterState merge(ClusterState current, List<LearningStatistics> statistics, long version) {
        if (version <= current.version()) {
            throw new IllegalArgumentException(
                    "clusters version " + version + " does not follow version " + current.version());
        }
        List<LearningStatistics> own = statistics.stream()
                .filter(part -> part.modelVersion() == current.modelVersion())
                .toList();
        long events = own.stream().mapToLong(LearningStatistics::events).sum();
        CentroidSums latent = own.stream()
                .map(part -> part.latent().over(current.latent()))
                .reduce(CentroidSums::plus)
                .orElseGet(() -> CentroidSums.empty(current.latent()));
        CentroidSums density = own.stream()
                .map(part -> part.density().over(current.density()))
                .reduce(CentroidSums::plus)
                .orElseGet(() -> CentroidSums.empty(current.density()));
        Histograms counts = own.stream()
                .map(LearningStatistics::histograms)
                .reduce(Histograms::plus)
                .orElseGet(() -> Histograms.empty(
                        current.histograms().projections(), current.histograms().bins()));
        double decay = Math.pow(2, -events / halfLife);
        return new ClusterState(
                current.modelVersion(),
                version,
                moved(current.latent(), latent, decay),
                moved(current.density(), density, decay),
                current.histograms().decayedPlus(decay, counts),
                current.nextId());
    }

    private static Centroids moved(Centroids centroids, CentroidSums sums, double decay) {
        int dimension = centroids.dimension();
        double[] masses = centroids.masses().clone();
        float[] centres = centroids.centres().clone();
        float[] variances = centroids.variances().clone();
        long[] lastSeen = centroids.lastSeen().clone();
        for (int j = 0; j < masses.length; j++) {
            double before = masses[j] * decay;
            double after = before + sums.counts()[j];
            masses[j] = after;
            lastSeen[j] = Math.max(lastSeen[j], sums.lastSeen()[j]);
            if (sums.counts()[j] == 0) {
                continue;
            }
            for (int i = j * dimension; i < (j + 1) * dimension; i++) {
                double step = sums.gradients()[i] / after;
                double secondMoment = (before * variances[i] + sums.squares()[i]) / after;
                centres[i] = (float) (centres[i] + step);
                variances[i] = (float) Math.max(0, secondMoment - step * step);
            }
        }
        return new Centroids(dimension, centroids.ids(), masses, centres, variances, lastSeen);
    }
}
