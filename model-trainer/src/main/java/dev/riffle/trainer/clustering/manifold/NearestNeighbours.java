package dev.riffle.trainer.clustering.manifold;

import dev.riffle.detector.kernel.Distances;
import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.Arrays;

/**
 * The nearest other rows of every row, exactly, by all distances: 70,000 codes of ten columns take a minute, so that
 * an approximate index (NN-descent, HNSW) would save little and cost an exact result. It is quadratic in the rows.
 *
 * @param count neighbours of a row, k
 * @param indices {@code [row][rank]} in one array: rows, the nearest first, of equally near ones the first
 * @param distances {@code [row][rank]} in one array: Euclidean distances, ascending
 */
record NearestNeighbours(int count, int[] indices, float[] distances) {
    /** Rows whose distances are taken at a time: few enough for a core's cache. */
    private static final int CACHED_VALUES = 1 << 17;

    private static final int LEAST_BLOCK = 64;

    /**
     * Finds them.
     *
     * @param rows at least two, all of the same length, finite
     * @param count k, at least 1 and less than the rows
     * @throws IllegalArgumentException if k is out of range
     * @throws TrainingInterruptedException if the thread is interrupted
     */
    static NearestNeighbours of(float[][] rows, int count) {
        if (count < 1 || count >= rows.length) {
            throw new IllegalArgumentException("nearest neighbours are " + count + " of " + rows.length
                    + " rows; at least 1 and fewer than the rows were expected");
        }
        int columns = rows[0].length;
        int[] indices = new int[Math.multiplyExact(rows.length, count)];
        float[] squares = new float[indices.length];
        Arrays.fill(squares, Float.POSITIVE_INFINITY);
        int block = Math.max(LEAST_BLOCK, CACHED_VALUES / columns);
        for (int from = 0; from < rows.length; from += block) {
            int size = Math.min(block, rows.length - from);
            Distances toBlock = Distances.to(flat(rows, from, size), columns);
            float[] squared = new float[size];
            for (int i = 0; i < rows.length; i++) {
                if ((i & 1023) == 0) {
                    TrainingInterruptedException.throwIfInterrupted("looking for nearest neighbours");
                }
                toBlock.squared(rows[i], squared);
                int last = (i + 1) * count - 1;
                for (int j = 0; j < size; j++) {
                    if (squared[j] < squares[last] && from + j != i) {
                        insert(indices, squares, i * count, last, from + j, squared[j]);
                    }
                }
            }
        }
        for (int at = 0; at < squares.length; at++) {
            squares[at] = (float) Math.sqrt(squares[at]);
        }
        return new NearestNeighbours(count, indices, squares);
    }

    private static float[] flat(float[][] rows, int from, int size) {
        int columns = rows[0].length;
        float[] flat = new float[Math.multiplyExact(size, columns)];
        for (int i = 0; i < size; i++) {
            System.arraycopy(rows[from + i], 0, flat, i * columns, columns);
        }
        return flat;
    }

    private static void insert(int[] indices, float[] squares, int first, int last, int index, float square) {
        int at = last;
        while (at > first && squares[at - 1] > square) {
            squares[at] = squares[at - 1];
            indices[at] = indices[at - 1];
            at--;
        }
        squares[at] = square;
        indices[at] = index;
    }

    /** Number of rows. */
    int rows() {
        return indices.length / count;
    }

    /** Per row the distance to the last of its neighbours: small where rows lie densely. */
    double[] furthest() {
        double[] furthest = new double[rows()];
        Arrays.setAll(furthest, i -> distances[(i + 1) * count - 1]);
        return furthest;
    }
}
