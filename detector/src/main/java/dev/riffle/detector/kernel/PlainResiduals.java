package dev.riffle.detector.kernel;

/** Plain loops. */
final class PlainResiduals implements Residuals {
    private final float[] inverseScales;
    private final float limit;

    PlainResiduals(float[] inverseScales, float limit) {
        this.inverseScales = inverseScales.clone();
        this.limit = limit;
    }

    @Override
    public float measure(float[] input, float[] reconstruction, float[] residual) {
        Lengths.require("input", input, inverseScales.length);
        Lengths.require("reconstruction", reconstruction, inverseScales.length);
        Lengths.require("residual", residual, inverseScales.length);
        float sum = 0;
        for (int f = 0; f < residual.length; f++) {
            float inUnits = (reconstruction[f] - input[f]) * inverseScales[f];
            float normalised = 0.5f * Math.max(-limit, Math.min(inUnits, limit));
            residual[f] = normalised;
            sum += normalised * normalised;
        }
        return sum;
    }
}
