package dev.riffle.trainer.clustering.deep;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows as matrices of the native library and back. */
final class Rows {
    private Rows() {}

    /** Some rows by index, in that order. */
    static INDArray pick(float[][] rows, int[] indices, DataType type) {
        float[][] picked = new float[indices.length][];
        for (int i = 0; i < indices.length; i++) {
            picked[i] = rows[indices[i]];
        }
        return range(picked, 0, picked.length, type);
    }

    static INDArray range(float[][] rows, int from, int to, DataType type) {
        int width = rows[from].length;
        float[] flat = new float[(to - from) * width];
        for (int i = from; i < to; i++) {
            System.arraycopy(rows[i], 0, flat, (i - from) * width, width);
        }
        INDArray matrix = Nd4j.create(flat, new long[] {to - from, width}, 'c');
        return type == DataType.FLOAT ? matrix : matrix.castTo(type);
    }

    static INDArray of(double[][] rows, DataType type) {
        INDArray matrix = Nd4j.createFromArray(rows);
        return type == DataType.DOUBLE ? matrix : matrix.castTo(type);
    }

    static int[] all(int rows) {
        int[] all = new int[rows];
        for (int i = 0; i < rows; i++) {
            all[i] = i;
        }
        return all;
    }
}
