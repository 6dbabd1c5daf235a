package dev.riffle.trainer.network;

import org.bytedeco.openblas.global.openblas;

/**
 * Matrix products in float32 by the OpenBLAS that ND4J brings, on arrays of
 * the Java heap and the calling thread alone.
 */
final class MatrixProducts {
    private static final int ROW_MAJOR = openblas.CblasRowMajor;
    private static final int AS_IT_IS = openblas.CblasNoTrans;
    private static final int TRANSPOSED = openblas.CblasTrans;

    static {
        // Networks train side by side in threads of their own; a second thread for one product only waits for a core.
        openblas.blas_set_num_threads(1);
    }

    private MatrixProducts() {}

    /**
     * {@code c = a b}.
     *
     * @param b {@code [a.columns][c.columns]}
     */
    static void product(Matrix a, float[] b, Matrix c) {
        int m = a.rows();
        int k = a.columns();
        int n = c.columns();
        openblas.cblas_sgemm(ROW_MAJOR, AS_IT_IS, AS_IT_IS, m, n, k, 1f, a.values(), k, b, n, 0f, c.values(), n);
    }

    /**
     * {@code c = a' b}.
     *
     * @param c {@code [a.columns][b.columns]}
     */
    static void leftTransposed(Matrix a, Matrix b, float[] c) {
        int m = a.columns();
        int k = a.rows();
        int n = b.columns();
        openblas.cblas_sgemm(ROW_MAJOR, TRANSPOSED, AS_IT_IS, m, n, k, 1f, a.values(), m, b.values(), n, 0f, c, n);
    }

    /**
     * {@code c = a b'}.
     *
     * @param b {@code [c.columns][a.columns]}
     */
    static void rightTransposed(Matrix a, float[] b, Matrix c) {
        int m = a.rows();
        int k = a.columns();
        int n = c.columns();
        openblas.cblas_sgemm(ROW_MAJOR, AS_IT_IS, TRANSPOSED, m, n, k, 1f, a.values(), k, b, k, 0f, c.values(), n);
    }
}
