package dev.riffle.detector.kernel;

/** Plain loops. */
final class PlainMixtureDensity implements MixtureDensity {
    private final float[] weights;
    private final float factor;

    PlainMixtureDensity(float[] weights, float precision) {
        this.weights = weights.clone();
        factor = -0.5f * precision;
    }

    @Override
    public double at(float[] squared, float least) {
        Lengths.require("squared", squared, weights.length);
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
            float x = (squared[j] - least) * factor;
            if (x > Exponential.LEAST && weights[j] > 0) {
                sum += weights[j] * Exponential.of(x);
            }
        }
        return sum;
    }
}
