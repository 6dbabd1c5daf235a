package dev.riffle.detector.kernel;

/** Plain loops. */
final class PlainStandardising implements Standardising {
    private final double[] means;
    private final double[] inverseScales;
    private final float limit;

    PlainStandardising(double[] means, double[] inverseScales, float limit) {
        this.means = means.clone();
        this.inverseScales = inverseScales.clone();
        this.limit = limit;
    }

    @Override
    public boolean apply(double[] row, float[] target) {
        Lengths.require("row", row, means.length);
        Lengths.require("target", target, means.length);
        // Stays 0 as long as values are finite: 0 times anything else is NaN.
        double zero = 0;
        for (int f = 0; f < row.length; f++) {
            zero += 0 * row[f];
            float z = (float) ((row[f] - means[f]) * inverseScales[f]);
            target[f] = z >= -limit && z <= limit ? z : bounded(z);
        }
        return zero == 0;
    }

    private float bounded(float z) {
        return Float.isNaN(z) ? 0f : Math.max(-limit, Math.min(limit, z));
    }
}
