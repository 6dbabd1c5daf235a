package dev.riffle.detector.bundle;

import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.detector.pipeline.Scaler;

/** The pipeline's text, and what is known of every one of its columns as tensors. */
final class FeatureTensors {
    private static final String MEANS = "scaler.means";
    private static final String SCALES = "scaler.scales";
    private static final String RESIDUAL_SCALES = "residualScales";

    private FeatureTensors() {}

    static void write(Scaler scaler, float[] residualScales, TensorWriter tensors) {
        int width = residualScales.length;
        tensors.add(MEANS, scaler.means(), width);
        tensors.add(SCALES, scaler.scales(), width);
        tensors.add(RESIDUAL_SCALES, residualScales, width);
    }

    static Scaler readScaler(double limit, int width, TensorReader tensors) throws InvalidBundleException {
        float narrow = (float) limit;
        if (narrow != limit) {
            throw new InvalidBundleException("Model bundle's scalerLimit is " + limit + "; expected a float32 value");
        }
        return new Scaler(tensors.doubles(MEANS, width), tensors.doubles(SCALES, width), narrow);
    }

    static float[] readResidualScales(int width, TensorReader tensors) throws InvalidBundleException {
        return tensors.floats(RESIDUAL_SCALES, width);
    }

    static Pipeline pipeline(Manifest.PipelineText text) throws InvalidBundleException {
        Pipeline pipeline = Pipeline.parse(text.yaml(), "model bundle");
        if (!pipeline.fingerprint().equals(text.fingerprint())) {
            throw new InvalidBundleException("Model bundle's pipeline has fingerprint " + text.fingerprint()
                    + "; expected " + pipeline.fingerprint()
                    + ": this Riffle computes other features from the same pipeline file");
        }
        return pipeline;
    }
}
