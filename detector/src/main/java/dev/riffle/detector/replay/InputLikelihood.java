package dev.riffle.detector.replay;

import dev.riffle.detector.anomaly.DensitySignal;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.Centroids;
import java.util.Arrays;

/**
 * The density of an event's input under a model's density mixture, in the input's own units: the mixture over [scaled
 * input, residual] with the residual integrated out, with the normaliser that {@link DensitySignal} leaves out and the
 * Jacobian of the scaling. Figures of models with other scales, components and variances are comparable. A live object
 * for one thread.
 */
final class InputLikelihood {
    private static final float[] NO_RESIDUAL = {};

    private final DensitySignal signal;
    private final int width;
    private final double constant;

    InputLikelihood(ModelBundle model) {
        width = model.pipeline().columns().size();
        Centroids marginal = firstHalf(model.clusters().density(), width);
        signal = new DensitySignal(marginal);
        double logScales = Arrays.stream(model.scaler().scales()).map(Math::log).sum();
        constant = -0.5 * width * Math.log(2 * Math.PI * DensitySignal.pooledVariance(marginal)) - logScales;
    }

    /** Natural logarithm of the density, divided by the number of columns. */
    double perColumn(float[] scaled) {
        return (constant - signal.measure(scaled, NO_RESIDUAL)) / width;
    }

    private static Centroids firstHalf(Centroids both, int width) {
        float[] centres = new float[both.count() * width];
        float[] variances = new float[both.count() * width];
        for (int j = 0; j < both.count(); j++) {
            System.arraycopy(both.centres(), j * both.dimension(), centres, j * width, width);
            System.arraycopy(both.variances(), j * both.dimension(), variances, j * width, width);
        }
        return new Centroids(width, both.ids(), both.masses(), centres, variances, both.lastSeen());
    }
}
