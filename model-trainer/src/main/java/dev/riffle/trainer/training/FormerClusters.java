package dev.riffle.trainer.training;

import dev.riffle.detector.Detection;
import dev.riffle.detector.Detector;
import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.detector.clustering.Centroids;
import dev.riffle.detector.clustering.ClusterModel.EncodedCentroids;
import dev.riffle.detector.encoder.DenseLayer;
import dev.riffle.detector.encoder.DenseStack;
import dev.riffle.detector.pipeline.Scaler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a training may take over from its parent's clusters, so that clusters stay what they are.
 *
 * @param assignment index of the parent's cluster that each row is in, -1 for noise; empty without a parent that knows the
 *     same features
 * @param encoder of the parent's clusters, for rows as the new model scales them; empty if {@link LatentKMeans} learned
 *     none
 * @param spread mean squared distance of the parent's rows to their centroids, at least 0
 */
public record FormerClusters(int[] assignment, Optional<DenseStack> encoder, double spread) {
    static final FormerClusters NONE = new FormerClusters(new int[0], Optional.empty(), 0);

    /**
     * The parent's clusters of some rows.
     *
     * @param wanted which of the rows
     * @param scaler the new model's
     */
    static FormerClusters of(TrainingContext context, double[][] rows, int[] wanted, Scaler scaler) {
        Optional<ModelBundle> parent = context.parent().filter(bundle -> bundle.pipeline()
                .fingerprint()
                .equals(context.pipeline().fingerprint()));
        if (parent.isEmpty()) {
            return NONE;
        }
        ModelBundle bundle = parent.get();
        Detector detector = Detector.of(bundle);
        int[] assignment = new int[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            Detection detection = detector.score(new FeatureVector(rows[wanted[i]]));
            assignment[i] = detection.noise() ? -1 : detection.clusterIndex();
        }
        Optional<DenseStack> encoder = bundle.clusterModel() instanceof EncodedCentroids encoded
                        && bundle.provenance().algorithm().equals(LatentKMeans.ALGORITHM)
                ? Optional.of(rescaled(encoded.encoder(), bundle.scaler(), scaler))
                : Optional.empty();
        return new FormerClusters(assignment, encoder, spread(bundle.clusters().latent()));
    }

    /** True if at least one row is in a cluster of the parent's. */
    boolean exist() {
        return Arrays.stream(assignment).anyMatch(cluster -> cluster >= 0);
    }

    /**
     * The encoder that gives rows of another scale the same code: with x = m' + s' z' = m + s z, the first layer's
     * product W z + b becomes W (s'/s) z' + b + W (m' - m)/s.
     */
    private static DenseStack rescaled(DenseStack encoder, Scaler from, Scaler to) {
        DenseLayer first = encoder.layers().get(0);
        float[] weights = new float[first.weights().length];
        double[] biases = new double[first.outputs()];
        for (int o = 0; o < first.outputs(); o++) {
            biases[o] = first.biases()[o];
        }
        for (int i = 0; i < first.inputs(); i++) {
            double stretch = to.scales()[i] / from.scales()[i];
            double shift = (to.means()[i] - from.means()[i]) / from.scales()[i];
            for (int o = 0; o < first.outputs(); o++) {
                float weight = first.weights()[i * first.outputs() + o];
                weights[i * first.outputs() + o] = (float) (weight * stretch);
                biases[o] += weight * shift;
            }
        }
        float[] shifted = new float[biases.length];
        for (int o = 0; o < shifted.length; o++) {
            shifted[o] = (float) biases[o];
        }
        List<DenseLayer> layers = new ArrayList<>(encoder.layers());
        layers.set(0, new DenseLayer(first.inputs(), first.outputs(), weights, shifted, first.activation()));
        return new DenseStack(encoder.inputs(), layers);
    }

    private static double spread(Centroids centroids) {
        double squares = 0;
        for (int j = 0; j < centroids.count(); j++) {
            for (int d = 0; d < centroids.dimension(); d++) {
                squares += centroids.masses()[j] * centroids.variances()[j * centroids.dimension() + d];
            }
        }
        return squares / Math.max(1, centroids.totalMass());
    }
}
