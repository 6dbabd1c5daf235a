package dev.riffle.detector.kernel;

/**
 * Takes for what is missing what an autoencoder expects beside the rest, so that it surprises nobody. The mean, which
 * stands there at first, bends the code, and with it what is expected; every pass takes part of that back.
 *
 * <p>An allocation-free step of scoring, and the same step ahead of training, so that what is fitted and calibrated is
 * what is scored.
 */
public final class Imputation {
    private static final int PASSES = 4;

    private Imputation() {}

    /**
     * Fills what is missing.
     *
     * @param values raw values, {@code NaN} where one is missing
     * @param scaled the same row scaled, with the mean where a value is missing; receives what is expected there
     * @param latent the row's code; receives that of the row but for the last pass
     * @param reconstruction the row's reconstruction; likewise
     * @return how many values are missing
     */
    public static int fill(
            DenseKernel kernel, double[] values, float[] scaled, float[] latent, float[] reconstruction) {
        for (int pass = 0; pass < PASSES; pass++) {
            takeExpected(values, scaled, reconstruction);
            kernel.encode(scaled, latent);
            kernel.decode(latent, reconstruction);
        }
        return takeExpected(values, scaled, reconstruction);
    }

    private static int takeExpected(double[] values, float[] scaled, float[] reconstruction) {
        int missing = 0;
        for (int f = 0; f < scaled.length; f++) {
            if (Double.isNaN(values[f])) {
                scaled[f] = reconstruction[f];
                missing++;
            }
        }
        return missing;
    }
}
