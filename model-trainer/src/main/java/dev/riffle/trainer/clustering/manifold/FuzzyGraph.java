package dev.riffle.trainer.clustering.manifold;

import java.util.Arrays;

/**
 * UMAP's fuzzy simplicial set (McInnes, Healy and Melville 2018, section 3.1), as far as its edges go: an undirected
 * graph whose weights in (0, 1] say how surely two rows are neighbours. From row i to its neighbour j (algorithm 3)
 *
 * <p>w(i, j) = exp(-max(0, d(i, j) - rho_i) / sigma_i), rho_i = the least distance above 0, sigma_i such that
 * sum_j w(i, j) = log2(k)
 *
 * <p>and the two directions are joined by the probabilistic t-conorm (section 3.1, B = A + A' - A o A'). The reference
 * implementation counts a row among its own k neighbours; here, as in the paper, all k are others.
 *
 * @param offsets where the edges of a row begin; one more than rows
 * @param targets the other end of each edge, ascending within a row
 * @param weights of each edge, the same in both directions
 */
record FuzzyGraph(int[] offsets, int[] targets, float[] weights) {
    private static final int BISECTIONS = 64;
    /** Closeness of a row's memberships to log2(k). */
    private static final double TOLERANCE = 1e-6;
    /** sigma at least this share of the mean distance, so that ties do not bring it to nothing; as the reference has it. */
    private static final double LEAST_SCALE = 1e-3;

    /** The graph of a neighbourhood. */
    static FuzzyGraph of(NearestNeighbours neighbours) {
        return joined(neighbours, memberships(neighbours));
    }

    /** One row's w(i, j), {@code [row][rank]} in one array. */
    static float[] memberships(NearestNeighbours neighbours) {
        int k = neighbours.count();
        float[] distances = neighbours.distances();
        double overall = 0;
        for (float distance : distances) {
            overall += distance / (double) distances.length;
        }
        float[] memberships = new float[distances.length];
        for (int from = 0; from < distances.length; from += k) {
            double rho = leastAboveZero(distances, from, from + k);
            double sigma = scale(distances, from, from + k, rho, overall);
            for (int at = from; at < from + k; at++) {
                memberships[at] = Math.max(Float.MIN_NORMAL, (float) membership(distances[at], rho, sigma));
            }
        }
        return memberships;
    }

    private static double leastAboveZero(float[] distances, int from, int to) {
        for (int at = from; at < to; at++) {
            if (distances[at] > 0) {
                return distances[at];
            }
        }
        return 0;
    }

    private static double membership(double distance, double rho, double sigma) {
        return distance <= rho ? 1 : Math.exp(-(distance - rho) / sigma);
    }

    /** sigma_i, by bisection. */
    private static double scale(float[] distances, int from, int to, double rho, double overall) {
        double sought = Math.log(to - from) / Math.log(2);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double sigma = overall > 0 ? overall : 1;
        double mean = 0;
        for (int at = from; at < to; at++) {
            mean += distances[at] / (double) (to - from);
        }
        for (int step = 0; step < BISECTIONS; step++) {
            double sum = 0;
            for (int at = from; at < to; at++) {
                sum += membership(distances[at], rho, sigma);
            }
            if (Math.abs(sum - sought) < TOLERANCE) {
                break;
            }
            if (sum > sought) {
                high = sigma;
                sigma = (low + high) / 2;
            } else {
                low = sigma;
                sigma = Double.isInfinite(high) ? 2 * sigma : (low + high) / 2;
            }
        }
        double least = LEAST_SCALE * (rho > 0 ? mean : overall);
        return Math.max(Math.max(sigma, least), Double.MIN_NORMAL);
    }

    private static FuzzyGraph joined(NearestNeighbours neighbours, float[] memberships) {
        int k = neighbours.count();
        int rows = neighbours.rows();
        int[] indices = neighbours.indices();
        // Room for both directions of every edge; what is there twice is joined below.
        int[] starts = new int[rows + 1];
        for (int at = 0; at < indices.length; at++) {
            starts[at / k + 1]++;
            starts[indices[at] + 1]++;
        }
        for (int i = 0; i < rows; i++) {
            starts[i + 1] += starts[i];
        }
        long[] edges = new long[2 * indices.length];
        int[] ends = starts.clone();
        for (int at = 0; at < indices.length; at++) {
            int bits = Float.floatToIntBits(memberships[at]);
            edges[ends[at / k]++] = (long) indices[at] << 32 | bits;
            edges[ends[indices[at]]++] = (long) (at / k) << 32 | bits;
        }
        int[] offsets = new int[rows + 1];
        int[] targets = new int[edges.length];
        float[] weights = new float[edges.length];
        int size = 0;
        for (int i = 0; i < rows; i++) {
            // By the other end, then by weight: the order of two weights does not matter to their join either.
            Arrays.sort(edges, starts[i], starts[i + 1]);
            for (int at = starts[i]; at < starts[i + 1]; at++) {
                int target = (int) (edges[at] >>> 32);
                float weight = Float.intBitsToFloat((int) edges[at]);
                if (size > offsets[i] && targets[size - 1] == target) {
                    weights[size - 1] = joined(weights[size - 1], weight);
                } else {
                    targets[size] = target;
                    weights[size++] = weight;
                }
            }
            offsets[i + 1] = size;
        }
        return new FuzzyGraph(offsets, Arrays.copyOf(targets, size), Arrays.copyOf(weights, size));
    }

    /** a + b - ab, written so that rounding does not lead out of (0, 1]. */
    private static float joined(float a, float b) {
        return Math.min(1, a + b * (1 - a));
    }

    /** Number of rows. */
    int rows() {
        return offsets.length - 1;
    }

    /** Number of directed edges. */
    int edges() {
        return targets.length;
    }
}
