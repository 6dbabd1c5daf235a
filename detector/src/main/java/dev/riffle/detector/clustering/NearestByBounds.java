package dev.riffle.detector.clustering;

import dev.riffle.detector.kernel.Distances;
import java.util.Arrays;

/**
 * The nearest centre of every row while the centres move, by the bounds of Hamerly ("Making k-means even faster", 2010):
 * a row is looked at again only where the distance to its own centre may have come to exceed that to another. Exact: a
 * row has the centre of least distance in double arithmetic, its present one where several are equally near, else the
 * first.
 *
 * <p>Distances come from the float32 kernel, each with a bound on its rounding; where that leaves the nearest centre
 * open, all of the row's distances are computed again in double.
 */
final class NearestByBounds {
    /** Unit roundoff of float32. */
    private static final double ROUNDOFF = 0x1p-24;
    /** What double arithmetic may have lost in a bound over as many iterations as anybody runs. */
    private static final double SLACK = 1e-11;

    private final float[][] rows;
    private final int dimension;
    private final int k;
    private final int[] assignment;
    /** At least the distance to the row's centre. */
    private final double[] upper;
    /** At most the distance to any other centre. */
    private final double[] lower;

    /** Relative error of a squared distance of the kernel: a difference, a square and a sum for every dimension. */
    private final double relative;
    /** Its absolute error, where squares fall below the normal numbers. */
    private final double absolute;

    private final float[] squared;

    /** Hears which rows change their centre. */
    @FunctionalInterface
    interface Moves {
        void moved(int row, int from, int to);
    }

    NearestByBounds(float[][] rows, int k) {
        this.rows = rows;
        this.dimension = rows[0].length;
        this.k = k;
        this.assignment = new int[rows.length];
        this.upper = new double[rows.length];
        this.lower = new double[rows.length];
        Arrays.fill(upper, Double.POSITIVE_INFINITY);
        this.relative = (dimension + 3) * ROUNDOFF / (1 - (dimension + 3) * ROUNDOFF);
        this.absolute = dimension * (double) Float.MIN_NORMAL;
        this.squared = new float[k];
    }

    /** Live: the centre of every row, 0 before the first {@link #assign}. */
    int[] assignment() {
        return assignment;
    }

    /**
     * Tells that centres have moved.
     *
     * @param shifts how far each went
     */
    void centresMoved(double[] shifts) {
        int furthest = 0;
        for (int j = 1; j < k; j++) {
            furthest = shifts[j] > shifts[furthest] ? j : furthest;
        }
        double second = 0;
        for (int j = 0; j < k; j++) {
            second = j == furthest ? second : Math.max(second, shifts[j]);
        }
        for (int i = 0; i < rows.length; i++) {
            upper[i] += shifts[assignment[i]];
            lower[i] -= assignment[i] == furthest ? second : shifts[furthest];
        }
    }

    /**
     * Gives every row its nearest centre.
     *
     * @param centres {@code [centre][dimension]}, where they stand now
     * @return whether a row changed
     */
    boolean assign(double[][] centres, Moves moves) {
        float[] flat = new float[k * dimension];
        double offset = 0;
        for (int j = 0; j < k; j++) {
            double rounded = 0;
            for (int f = 0; f < dimension; f++) {
                float value = (float) centres[j][f];
                flat[j * dimension + f] = value;
                rounded += (centres[j][f] - value) * (centres[j][f] - value);
            }
            offset = Math.max(offset, Math.sqrt(rounded) * (1 + SLACK));
        }
        Distances distances = Distances.to(flat, dimension);
        double[] clearance = clearance(centres);
        boolean changed = false;
        for (int i = 0; i < rows.length; i++) {
            if (upper[i] * (1 + SLACK) <= Math.max(lower[i], clearance[assignment[i]]) * (1 - SLACK)) {
                continue;
            }
            int before = assignment[i];
            distances.squared(rows[i], squared);
            if (!settleByKernel(i, offset)) {
                settleExactly(i, centres);
            }
            if (assignment[i] != before) {
                changed = true;
                moves.moved(i, before, assignment[i]);
            }
        }
        return changed;
    }

    /** Half the distance of every centre to the nearest other one: a row within it has no nearer centre. */
    private double[] clearance(double[][] centres) {
        double[] clearance = new double[k];
        Arrays.fill(clearance, Double.POSITIVE_INFINITY);
        for (int j = 0; j < k; j++) {
            for (int other = 0; other < j; other++) {
                double half = Math.sqrt(SquaredDistance.between(centres[j], centres[other])) / 2;
                clearance[j] = Math.min(clearance[j], half);
                clearance[other] = Math.min(clearance[other], half);
            }
        }
        return clearance;
    }

    /**
     * Takes the nearest centre by the kernel's distances if their errors leave no doubt.
     *
     * @param offset how far a centre lies at most from its float32 values
     */
    private boolean settleByKernel(int i, double offset) {
        int nearest = Distances.nearest(squared);
        float second = Float.POSITIVE_INFINITY;
        for (int j = 0; j < k; j++) {
            if (j != nearest && !(squared[j] >= second)) {
                second = squared[j];
            }
        }
        double most = Math.sqrt((squared[nearest] + absolute) * (1 + relative)) + offset;
        double least = Math.sqrt(Math.max(0, second - absolute) * (1 - relative)) - offset;
        // An infinite distance is that of a row too far for float32, or the missing second of a single centre.
        if (most * (1 + SLACK) >= least * (1 - SLACK) || second == Float.POSITIVE_INFINITY) {
            return false;
        }
        assignment[i] = nearest;
        upper[i] = most;
        lower[i] = least;
        return true;
    }

    private void settleExactly(int i, double[][] centres) {
        int nearest = assignment[i];
        double least = SquaredDistance.between(rows[i], centres[nearest]);
        double second = Double.POSITIVE_INFINITY;
        for (int j = 0; j < k; j++) {
            if (j == assignment[i]) {
                continue;
            }
            double distance = SquaredDistance.between(rows[i], centres[j]);
            if (distance < least) {
                second = least;
                least = distance;
                nearest = j;
            } else {
                second = Math.min(second, distance);
            }
        }
        assignment[i] = nearest;
        upper[i] = Math.sqrt(least);
        lower[i] = Math.sqrt(second);
    }
}
