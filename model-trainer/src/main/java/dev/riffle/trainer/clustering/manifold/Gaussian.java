package dev.riffle.trainer.clustering.manifold;

import java.util.Arrays;
import java.util.Comparator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * One Gaussian with a full covariance U Lambda U'. No eigenvalue lies below a floor: raising those that would is the
 * largest likelihood under that constraint (Ingrassia and Rocci 2007), so that expectation-maximisation still never
 * makes a step down, which adding a constant to the diagonal does not promise.
 */
final class Gaussian {
    private static final double LOG_2_PI = Math.log(2 * Math.PI);

    private final double[] mean;
    /** Rows of Lambda^(-1/2) U', the narrowest axis first: it tells soonest that a row lies far off. */
    private final double[] whitening;

    private final double constant;
    private final double[] centred;

    private Gaussian(double[] mean, double[] whitening, double logDeterminant) {
        this.mean = mean;
        this.whitening = whitening;
        this.constant = logDeterminant + mean.length * LOG_2_PI;
        this.centred = new double[mean.length];
    }

    /**
     * The Gaussian that fits rows best.
     *
     * @param responsibilities {@code [row][cluster]}: each row's share in each cluster
     * @param cluster whose Gaussian this is
     * @param mass sum of the rows' shares in it, above 0
     * @param floor of the eigenvalues of the covariance, above 0
     */
    static Gaussian of(float[][] rows, double[][] responsibilities, int cluster, double mass, double floor) {
        double[] mean = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            double share = responsibilities[i][cluster] / mass;
            for (int d = 0; d < mean.length; d++) {
                mean[d] += share * rows[i][d];
            }
        }
        return of(mean, covariance(rows, responsibilities, cluster, mass, mean), floor);
    }

    private static DMatrixRMaj covariance(
            float[][] rows, double[][] responsibilities, int cluster, double mass, double[] mean) {
        int dimensions = mean.length;
        double[] centred = new double[dimensions];
        double[] sums = new double[dimensions * dimensions];
        for (int i = 0; i < rows.length; i++) {
            double share = responsibilities[i][cluster] / mass;
            if (share == 0) {
                continue;
            }
            for (int d = 0; d < dimensions; d++) {
                centred[d] = rows[i][d] - mean[d];
            }
            for (int c = 0; c < dimensions; c++) {
                double value = share * centred[c];
                for (int d = 0; d <= c; d++) {
                    sums[c * dimensions + d] += value * centred[d];
                }
            }
        }
        DMatrixRMaj covariance = new DMatrixRMaj(dimensions, dimensions);
        for (int c = 0; c < dimensions; c++) {
            for (int d = 0; d <= c; d++) {
                covariance.set(c, d, sums[c * dimensions + d]);
                covariance.set(d, c, sums[c * dimensions + d]);
            }
        }
        return covariance;
    }

    private static Gaussian of(double[] mean, DMatrixRMaj covariance, double floor) {
        int dimensions = mean.length;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(dimensions, true, true);
        if (!eigen.decompose(covariance)) {
            throw new IllegalStateException(
                    "eigenvalues of a covariance of " + dimensions + " columns did not converge");
        }
        Integer[] order = new Integer[dimensions];
        Arrays.setAll(order, c -> c);
        Arrays.sort(
                order, Comparator.comparingDouble(c -> eigen.getEigenvalue(c).getReal()));
        double[] whitening = new double[dimensions * dimensions];
        double logDeterminant = 0;
        for (int c = 0; c < dimensions; c++) {
            double variance = Math.max(floor, eigen.getEigenvalue(order[c]).getReal());
            logDeterminant += Math.log(variance);
            DMatrixRMaj axis = eigen.getEigenVector(order[c]);
            for (int d = 0; d < dimensions; d++) {
                whitening[c * dimensions + d] = axis.get(d) / Math.sqrt(variance);
            }
        }
        return new Gaussian(mean, whitening, logDeterminant);
    }

    /** The logarithm of the density at a row, or minus infinity once it is known to lie below a bound. */
    double logDensity(float[] row, double bound) {
        for (int d = 0; d < mean.length; d++) {
            centred[d] = row[d] - mean[d];
        }
        double most = -2 * bound - constant;
        double squares = 0;
        for (int c = 0, at = 0; c < mean.length; c++) {
            double whitened = 0;
            for (int d = 0; d < mean.length; d++) {
                whitened += whitening[at++] * centred[d];
            }
            squares += whitened * whitened;
            if (squares > most) {
                return Double.NEGATIVE_INFINITY;
            }
        }
        return -(squares + constant) / 2;
    }
}
