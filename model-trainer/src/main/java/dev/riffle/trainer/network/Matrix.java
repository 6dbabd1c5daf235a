package dev.riffle.trainer.network;

import java.util.Objects;

/**
 * A batch of rows in one array. The array is shared, not copied, and may be longer than the matrix: buffers serve
 * batches of any smaller size.
 *
 * @param values row-major {@code [row][column]} from index 0 on
 * @param rows at least 0
 * @param columns at least 1
 */
public record Matrix(float[] values, int rows, int columns) {
    /** @throws IllegalArgumentException if the array is too short */
    public Matrix {
        Objects.requireNonNull(values, "values");
        if (rows < 0 || columns < 1 || values.length < (long) rows * columns) {
            throw new IllegalArgumentException("Matrix of " + rows + " x " + columns + " has an array of "
                    + values.length + " values; expected at least as many as it has cells");
        }
    }

    /** A matrix of zeros. */
    public static Matrix zeros(int rows, int columns) {
        return new Matrix(new float[Math.multiplyExact(rows, columns)], rows, columns);
    }

    /** Copies some rows by index, in that order. */
    public static Matrix pick(float[][] rows, int[] indices) {
        int columns = rows[0].length;
        Matrix picked = zeros(indices.length, columns);
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(rows[indices[i]], 0, picked.values, i * columns, columns);
        }
        return picked;
    }

    /** Copies rows {@code from} up to, not including, {@code to}. */
    public static Matrix range(float[][] rows, int from, int to) {
        int columns = rows[0].length;
        Matrix copied = zeros(to - from, columns);
        for (int i = from; i < to; i++) {
            System.arraycopy(rows[i], 0, copied.values, (i - from) * columns, columns);
        }
        return copied;
    }

    /** Copies rows of doubles. */
    public static Matrix of(double[][] rows) {
        Matrix copied = zeros(rows.length, rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < copied.columns; j++) {
                copied.values[i * copied.columns + j] = (float) rows[i][j];
            }
        }
        return copied;
    }

    /** A copy as rows of doubles. */
    public double[][] toDoubles() {
        double[][] copied = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                copied[i][j] = values[i * columns + j];
            }
        }
        return copied;
    }

    /** Copies all rows into an array of rows, from one of its rows on. */
    public void copyTo(float[][] target, int from) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, i * columns, target[from + i], 0, columns);
        }
    }

    /** Number of cells. */
    public int cells() {
        return rows * columns;
    }
}
