package dev.riffle.trainer.clustering.manifold;

import dev.riffle.trainer.training.TrainingInterruptedException;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Where a layout begins: the eigenvectors of the graph's normalised Laplacian I - D^(-1/2) W D^(-1/2) with the least
 * eigenvalues after the first (McInnes et al. 2018, algorithm 4; Belkin and Niyogi 2002). Found by subspace iteration
 * with Chebyshev polynomials as the filter (Saad 2011, section 7.4), which also copes with a graph in several parts: the
 * eigenvalue 0 then has as many eigenvectors, and every part gets a place of its own. A start need not be precise: the
 * iteration ends when the eigenvalues no longer move by more than a thousandth of the least one that is sought.
 */
final class SpectralStart {
    private static final int MORE_VECTORS = 8;
    private static final int DEGREE = 12;
    private static final int ITERATIONS = 60;
    private static final double TOLERANCE = 1e-3;
    /** Largest coordinate of the start, and the noise that parts rows that fell together, as in the reference. */
    private static final double EXTENT = 10;

    private static final double NOISE = 1e-4;

    private final FuzzyGraph graph;
    private final double[] normal;
    private final int width;
    private double[] vectors;

    private SpectralStart(FuzzyGraph graph, int width, Random random) {
        this.graph = graph;
        this.width = width;
        this.normal = new double[graph.rows()];
        for (int i = 0; i < normal.length; i++) {
            double degree = 0;
            for (int edge = graph.offsets()[i]; edge < graph.offsets()[i + 1]; edge++) {
                degree += graph.weights()[edge];
            }
            normal[i] = 1 / Math.sqrt(degree);
        }
        this.vectors = new double[graph.rows() * width];
        for (int at = 0; at < vectors.length; at++) {
            vectors[at] = random.nextGaussian();
        }
    }

    /**
     * The start.
     *
     * @param dimensions of the layout, at least 1
     * @return {@code [row][dimension]}, within 10 of the origin but for the noise; where the graph has fewer rows than
     *     eigenvectors are needed, the last columns hold noise only
     */
    static float[][] of(FuzzyGraph graph, int dimensions, long seed) {
        Random random = new Random(seed);
        int rows = graph.rows();
        int width = Math.min(rows, dimensions + 1 + MORE_VECTORS);
        SpectralStart search = new SpectralStart(graph, width, random);
        search.run(Math.min(width, dimensions + 1));
        float[][] start = new float[rows][dimensions];
        double largest = 0;
        for (int i = 0; i < rows; i++) {
            for (int d = 0; d + 1 < width && d < dimensions; d++) {
                largest = Math.max(largest, Math.abs(search.vectors[i * width + d + 1]));
            }
        }
        double scale = largest > 0 ? EXTENT / largest : 0;
        for (int i = 0; i < rows; i++) {
            for (int d = 0; d < dimensions; d++) {
                double value = d + 1 < width ? search.vectors[i * width + d + 1] * scale : 0;
                start[i][d] = (float) (value + NOISE * random.nextGaussian());
            }
        }
        return start;
    }

    private void run(int sought) {
        double[] similarities = rayleighRitz();
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            TrainingInterruptedException.throwIfInterrupted("looking for a layout's start");
            filter(similarities[width - 1]);
            double[] next = rayleighRitz();
            double moved = 0;
            for (int j = 0; j < sought; j++) {
                moved = Math.max(moved, Math.abs(next[j] - similarities[j]));
            }
            similarities = next;
            if (moved <= TOLERANCE * (1 - similarities[sought - 1])) {
                break;
            }
        }
    }

    /** Damps what belongs to eigenvalues of the normalised weights between -1 and a cut, for the sake of those above. */
    private void filter(double cut) {
        double half = Math.max(1e-9, (cut + 1) / 2);
        double middle = (cut - 1) / 2;
        double[] before = vectors;
        double[] now = multiplied(vectors);
        for (int at = 0; at < now.length; at++) {
            now[at] = (now[at] - middle * before[at]) / half;
        }
        for (int degree = 2; degree <= DEGREE; degree++) {
            double[] next = multiplied(now);
            for (int at = 0; at < next.length; at++) {
                next[at] = 2 * (next[at] - middle * now[at]) / half - before[at];
            }
            before = now;
            now = next;
        }
        vectors = now;
    }

    /** D^(-1/2) W D^(-1/2) times vectors. */
    private double[] multiplied(double[] factors) {
        int[] offsets = graph.offsets();
        double[] product = new double[factors.length];
        for (int i = 0; i < normal.length; i++) {
            int p = i * width;
            for (int edge = offsets[i]; edge < offsets[i + 1]; edge++) {
                int j = graph.targets()[edge];
                double weight = graph.weights()[edge] * normal[i] * normal[j];
                int q = j * width;
                for (int d = 0; d < width; d++) {
                    product[p + d] += weight * factors[q + d];
                }
            }
        }
        return product;
    }

    /** Turns the vectors into the best approximations to eigenvectors that they span; the eigenvalues, descending. */
    private double[] rayleighRitz() {
        orthonormalise();
        DMatrixRMaj projected = gram(vectors, multiplied(vectors));
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(width, true, true);
        if (!eigen.decompose(projected)) {
            throw new IllegalStateException(
                    "eigenvalues of a symmetric matrix of " + width + " columns did not converge");
        }
        Integer[] order = new Integer[width];
        for (int j = 0; j < width; j++) {
            order[j] = j;
        }
        java.util.Arrays.sort(
                order,
                (x, y) -> Double.compare(
                        eigen.getEigenvalue(y).getReal(), eigen.getEigenvalue(x).getReal()));
        double[] values = new double[width];
        DMatrixRMaj rotation = new DMatrixRMaj(width, width);
        for (int j = 0; j < width; j++) {
            values[j] = eigen.getEigenvalue(order[j]).getReal();
            DMatrixRMaj vector = eigen.getEigenVector(order[j]);
            for (int d = 0; d < width; d++) {
                rotation.set(d, j, vector.get(d));
            }
        }
        rotate(rotation);
        return values;
    }

    private DMatrixRMaj gram(double[] left, double[] right) {
        double[] sums = new double[width * width];
        for (int p = 0; p < left.length; p += width) {
            for (int c = 0; c < width; c++) {
                double value = left[p + c];
                for (int d = 0; d < width; d++) {
                    sums[c * width + d] += value * right[p + d];
                }
            }
        }
        DMatrixRMaj gram = new DMatrixRMaj(width, width);
        for (int c = 0; c < width; c++) {
            for (int d = 0; d < width; d++) {
                gram.set(c, d, (sums[c * width + d] + sums[d * width + c]) / 2);
            }
        }
        return gram;
    }

    private void rotate(DMatrixRMaj rotation) {
        double[] row = new double[width];
        for (int p = 0; p < vectors.length; p += width) {
            System.arraycopy(vectors, p, row, 0, width);
            for (int j = 0; j < width; j++) {
                double sum = 0;
                for (int d = 0; d < width; d++) {
                    sum += row[d] * rotation.get(d, j);
                }
                vectors[p + j] = sum;
            }
        }
    }

    /** Gram and Schmidt's, modified, twice: what the filter amplified is nearly parallel. */
    private void orthonormalise() {
        for (int j = 0; j < width; j++) {
            normalise(j);
            for (int pass = 0; pass < 2; pass++) {
                for (int c = 0; c < j; c++) {
                    double dot = 0;
                    for (int p = 0; p < vectors.length; p += width) {
                        dot += vectors[p + j] * vectors[p + c];
                    }
                    for (int p = 0; p < vectors.length; p += width) {
                        vectors[p + j] -= dot * vectors[p + c];
                    }
                }
                normalise(j);
            }
        }
    }

    private void normalise(int j) {
        double sum = 0;
        for (int p = j; p < vectors.length; p += width) {
            sum += vectors[p] * vectors[p];
        }
        double scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
        for (int p = j; p < vectors.length; p += width) {
            vectors[p] *= scale;
        }
    }
}
