package dev.riffle.trainer.clustering.manifold;

import dev.riffle.detector.clustering.KMeans;
import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/**
 * A mixture of Gaussians, sum_j weight_j N(x; mean_j, covariance_j), by expectation-maximisation (Dempster, Laird and
 * Rubin 1977) from k-means. The likelihood has many local maxima, most of them with one cluster divided and two joined;
 * so the best of many starts is taken, which are tried on a sample of the rows.
 */
final class GaussianMixture {
    /** Rows that starts are tried on, drawn at random where there are more. */
    private static final int SAMPLE = 10_000;

    private static final int ITERATIONS = 200;
    private static final int KMEANS_ITERATIONS = 100;
    /** A step that raises the mean log-likelihood of a row by less than this is the last. */
    private static final double TOLERANCE = 1e-5;
    /** Floor of a covariance's eigenvalues, as a share of the mean variance of the columns. */
    private static final double FLOOR = 1e-3;
    /** What lies this many nats below the likeliest cluster is nothing beside it in a double. */
    private static final double NEGLIGIBLE = 50;

    private final float[][] rows;
    private final double floor;
    private final double[][] responsibilities;
    private final int[] assignment;
    private final double[] logWeights;
    private final Gaussian[] clusters;

    /**
     * A mixture that was fitted.
     *
     * @param assignment per row the cluster it most probably belongs to
     * @param logLikelihood mean over rows, in nats
     */
    record Fit(int[] assignment, double logLikelihood) {}

    private GaussianMixture(float[][] rows, int clusters, int[] assignment) {
        this.rows = rows;
        this.floor = floor(rows);
        this.responsibilities = new double[rows.length][clusters];
        this.assignment = assignment;
        this.logWeights = new double[clusters];
        this.clusters = new Gaussian[clusters];
    }

    /** A mixture that begins with the clusters of k-means; where rows are alike, they may be fewer than asked for. */
    static GaussianMixture fromKMeans(float[][] rows, int clusters, long seed) {
        int[] assignment =
                withoutGaps(KMeans.fit(rows, clusters, KMEANS_ITERATIONS, seed).assignment(), clusters);
        int found = Arrays.stream(assignment).max().orElse(0) + 1;
        GaussianMixture mixture = new GaussianMixture(rows, found, assignment);
        for (int i = 0; i < rows.length; i++) {
            mixture.responsibilities[i][assignment[i]] = 1;
        }
        mixture.maximise();
        return mixture;
    }

    private static int[] withoutGaps(int[] assignment, int clusters) {
        int[] numbers = new int[clusters];
        for (int cluster : assignment) {
            numbers[cluster] = 1;
        }
        Arrays.parallelPrefix(numbers, Integer::sum);
        int[] renumbered = new int[assignment.length];
        for (int i = 0; i < assignment.length; i++) {
            renumbered[i] = numbers[assignment[i]] - 1;
        }
        return renumbered;
    }

    /**
     * Fits a mixture.
     *
     * @param rows at least as many as clusters, all of the same length, finite
     * @param starts at least 1
     * @throws TrainingInterruptedException if the thread is interrupted
     */
    static Fit fit(float[][] rows, int clusters, int starts, long seed, Progress progress) {
        float[][] sample = sample(rows, seed);
        GaussianMixture best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int start = 0; start < starts; start++) {
            GaussianMixture mixture = fromKMeans(sample, clusters, seed + start);
            double likelihood = mixture.climb();
            if (best == null || likelihood > most) {
                best = mixture;
                most = likelihood;
            }
            progress.report(new Progress.Step(Progress.Phase.CLUSTERING, start + 1, starts, -most, Duration.ZERO));
        }
        GaussianMixture mixture = best.on(rows);
        double likelihood = mixture.climb();
        return new Fit(mixture.assignment, likelihood);
    }

    private static float[][] sample(float[][] rows, long seed) {
        float[][] sample = Arrays.copyOf(rows, Math.min(rows.length, SAMPLE));
        Random random = new Random(seed);
        for (int i = SAMPLE; i < rows.length; i++) {
            int at = random.nextInt(i + 1);
            if (at < SAMPLE) {
                sample[at] = rows[i];
            }
        }
        return sample;
    }

    private static double floor(float[][] rows) {
        double variance = 0;
        for (int d = 0; d < rows[0].length; d++) {
            double mean = 0;
            for (float[] row : rows) {
                mean += row[d] / (double) rows.length;
            }
            for (float[] row : rows) {
                variance += (row[d] - mean) * (row[d] - mean) / ((double) rows.length * row.length);
            }
        }
        return variance > 0 ? FLOOR * variance : 1;
    }

    /** The same Gaussians over other rows. */
    private GaussianMixture on(float[][] others) {
        GaussianMixture mixture = new GaussianMixture(others, clusters.length, new int[others.length]);
        System.arraycopy(logWeights, 0, mixture.logWeights, 0, logWeights.length);
        System.arraycopy(clusters, 0, mixture.clusters, 0, clusters.length);
        return mixture;
    }

    /** Steps until one brings no more; the mean log-likelihood of a row, of which the assignment speaks. */
    private double climb() {
        double likelihood = expect();
        for (int iteration = 1; iteration < ITERATIONS; iteration++) {
            TrainingInterruptedException.throwIfInterrupted("fitting a mixture");
            double next = step();
            if (next - likelihood < TOLERANCE) {
                return next;
            }
            likelihood = next;
        }
        return likelihood;
    }

    /** One step: the mixture that fits best who belongs where, then who belongs where. The log-likelihood after it. */
    double step() {
        maximise();
        return expect();
    }

    /** Who belongs where; mean log-likelihood of a row. */
    double expect() {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            double[] shares = responsibilities[i];
            // The likeliest cluster so far first: what lies far below it adds nothing and need not be worked out.
            int likeliest = assignment[i];
            double largest = logWeights[likeliest] + clusters[likeliest].logDensity(rows[i], Double.NEGATIVE_INFINITY);
            shares[likeliest] = largest;
            for (int j = 0; j < clusters.length; j++) {
                if (j != assignment[i]) {
                    double bound = largest - NEGLIGIBLE - logWeights[j];
                    shares[j] = logWeights[j] + clusters[j].logDensity(rows[i], bound);
                    if (shares[j] > largest) {
                        largest = shares[j];
                        likeliest = j;
                    }
                }
            }
            double total = 0;
            for (int j = 0; j < clusters.length; j++) {
                shares[j] = shares[j] < largest - NEGLIGIBLE ? 0 : Math.exp(shares[j] - largest);
                total += shares[j];
            }
            for (int j = 0; j < clusters.length; j++) {
                shares[j] /= total;
            }
            assignment[i] = likeliest;
            sum += largest + Math.log(total);
        }
        return sum / rows.length;
    }

    private void maximise() {
        double[] masses = new double[clusters.length];
        for (double[] shares : responsibilities) {
            for (int j = 0; j < masses.length; j++) {
                masses[j] += shares[j];
            }
        }
        for (int j = 0; j < masses.length; j++) {
            logWeights[j] = Math.log(masses[j] / rows.length);
            // A cluster that lost all its rows keeps its shape; its weight of nothing keeps it out from here on.
            if (masses[j] > 0) {
                clusters[j] = Gaussian.of(rows, responsibilities, j, masses[j], floor);
            }
        }
    }
}
