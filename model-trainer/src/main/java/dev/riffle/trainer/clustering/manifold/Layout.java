package dev.riffle.trainer.clustering.manifold;

import dev.riffle.trainer.training.Progress;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.time.Duration;
import java.util.function.DoubleUnaryOperator;

/**
 * UMAP's layout of a graph by stochastic gradient descent on the cross-entropy of its memberships (McInnes et al. 2018,
 * algorithm 5 and section 3.2): an edge pulls its ends together as often as its weight says, and each time pushes one of
 * them from rows drawn at random. On one thread, so that the same seed gives the same bits.
 */
final class Layout {
    private static final double LEARNING_RATE = 1;
    /** Bound of every component of a gradient, and what keeps points that lie on each other from infinity, as in the reference. */
    private static final float STEEPEST = 4;

    private static final double NEAR = 1e-3;

    private final int epochs;
    private final int negatives;
    private final Table pulls;
    private final Table pushes;

    /**
     * A layout.
     *
     * @param curve memberships in the layout
     * @param epochs passes over the edges, at least 1
     * @param negatives rows drawn for each pull, at least 0
     */
    Layout(LayoutCurve curve, int epochs, int negatives) {
        this.epochs = epochs;
        this.negatives = negatives;
        double a = curve.a();
        double b = curve.b();
        // Both times the difference of two points are the slopes of log membership and log non-membership.
        this.pulls = new Table(s -> -2 * a * b * Math.pow(s, b - 1) / (1 + a * Math.pow(s, b)));
        this.pushes = new Table(s -> 2 * b / ((NEAR + s) * (1 + a * Math.pow(s, b))));
    }

    /**
     * Lays the graph out.
     *
     * @param start {@code [row][dimension]} where rows begin; not written to
     * @return {@code [row][dimension]}
     * @throws TrainingInterruptedException if the thread is interrupted
     */
    float[][] of(FuzzyGraph graph, float[][] start, long seed, Progress progress) {
        int rows = graph.rows();
        int dimensions = start[0].length;
        float[] points = new float[rows * dimensions];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(start[i], 0, points, i * dimensions, dimensions);
        }
        descend(graph, points, dimensions, seed, progress);
        float[][] layout = new float[rows][dimensions];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(points, i * dimensions, layout[i], 0, dimensions);
        }
        return layout;
    }

    private void descend(FuzzyGraph graph, float[] points, int dimensions, long seed, Progress progress) {
        int rows = graph.rows();
        int[] offsets = graph.offsets();
        int[] targets = graph.targets();
        float[] weights = graph.weights();
        float heaviest = 0;
        for (float weight : weights) {
            heaviest = Math.max(heaviest, weight);
        }
        Draws draws = new Draws(seed);
        long start = System.nanoTime();
        for (int epoch = 0; epoch < epochs; epoch++) {
            TrainingInterruptedException.throwIfInterrupted("laying out, after epoch " + epoch + " of " + epochs);
            float rate = (float) (LEARNING_RATE * (1 - epoch / (double) epochs));
            for (int i = 0; i < rows; i++) {
                int p = i * dimensions;
                for (int edge = offsets[i]; edge < offsets[i + 1]; edge++) {
                    // An edge's turns, weight by heaviest of all epochs, are spread evenly over them.
                    double turns = weights[edge] / (double) heaviest;
                    if ((int) ((epoch + 1) * turns) == (int) (epoch * turns)) {
                        continue;
                    }
                    int q = targets[edge] * dimensions;
                    float pull = pulls.at(squared(points, p, q, dimensions));
                    for (int d = 0; d < dimensions; d++) {
                        float step = rate * bounded(pull * (points[p + d] - points[q + d]));
                        points[p + d] += step;
                        points[q + d] -= step;
                    }
                    for (int n = 0; n < negatives; n++) {
                        int o = draws.below(rows) * dimensions;
                        float push = pushes.at(squared(points, p, o, dimensions));
                        for (int d = 0; d < dimensions; d++) {
                            points[p + d] += rate * bounded(push * (points[p + d] - points[o + d]));
                        }
                    }
                }
            }
            long perEpoch = (System.nanoTime() - start) / (epoch + 1);
            progress.report(new Progress.Step(
                    Progress.Phase.CLUSTERING,
                    epoch + 1,
                    epochs,
                    Double.NaN,
                    Duration.ofNanos(perEpoch * (epochs - epoch - 1))));
        }
    }

    private static float squared(float[] points, int p, int q, int dimensions) {
        float sum = 0;
        for (int d = 0; d < dimensions; d++) {
            float difference = points[p + d] - points[q + d];
            sum += difference * difference;
        }
        return sum;
    }

    private static float bounded(float gradient) {
        return Math.max(-STEEPEST, Math.min(STEEPEST, gradient));
    }

    /** A function of a squared distance from a table, linear between 128 values for each power of two. */
    static final class Table {
        private static final int DROPPED_BITS = 16;
        private static final float FRACTION = 1f / (1 << DROPPED_BITS);
        private static final int SIZE = Float.floatToRawIntBits(Float.MAX_VALUE) >>> DROPPED_BITS;

        private final float[] values = new float[SIZE + 2];

        Table(DoubleUnaryOperator function) {
            for (int i = 0; i <= SIZE; i++) {
                double value = function.applyAsDouble(Float.intBitsToFloat(i << DROPPED_BITS));
                values[i] = Double.isFinite(value) ? (float) value : 0;
            }
            values[SIZE + 1] = values[SIZE];
        }

        float at(float squared) {
            int bits = Float.floatToRawIntBits(squared);
            int index = bits >>> DROPPED_BITS;
            float low = values[index];
            return low + (values[index + 1] - low) * FRACTION * (bits & (1 << DROPPED_BITS) - 1);
        }
    }

    /** Marsaglia's xorshift64* (2003, Vigna 2016): Java's own generators cost as much as the push they are drawn for. */
    private static final class Draws {
        private long state;

        Draws(long seed) {
            // Zero would stay zero; neighbouring seeds should not begin alike.
            long mixed = (seed ^ 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ mixed >>> 31) * 0x94D049BB133111EBL;
            state = mixed == 0 ? 1 : mixed;
        }

        int below(int bound) {
            state ^= state >>> 12;
            state ^= state << 25;
            state ^= state >>> 27;
            long drawn = state * 0x2545F4914F6CDD1DL >>> 32;
            return (int) (drawn * bound >>> 32);
        }
    }
}
