package dev.riffle.benchmarks.peers;

/** Rows as protocol P hands them to peers: z-scores by the warm-up, clipped at 10, in float32; 0 where a value is missing. */
public final class Standardised {
    private static final double LIMIT = 10;
    private static final double CONSTANT = 1e-12;

    private Standardised() {}

    public static float[][] byWarmUp(double[][] rows, int warmUp) {
        int width = rows[0].length;
        float[][] standardised = new float[rows.length][width];
        for (int f = 0; f < width; f++) {
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (int i = 0; i < warmUp; i++) {
                if (!Double.isNaN(rows[i][f])) {
                    count++;
                    double delta = rows[i][f] - sum / Math.max(1, count - 1);
                    sum += rows[i][f];
                    squares += delta * (rows[i][f] - sum / count);
                }
            }
            double mean = sum / Math.max(1, count);
            double deviation = Math.sqrt(squares / Math.max(1, count));
            double scale = deviation < CONSTANT ? 1 : deviation;
            for (int i = 0; i < rows.length; i++) {
                double z = (rows[i][f] - mean) / scale;
                standardised[i][f] = Double.isNaN(z) ? 0 : (float) Math.max(-LIMIT, Math.min(LIMIT, z));
            }
        }
        return standardised;
    }
}
