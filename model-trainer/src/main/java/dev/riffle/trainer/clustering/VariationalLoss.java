package dev.riffle.trainer.clustering;

import java.util.Random;

/**
 * The sampled code and the Kullback-Leibler term of a variational autoencoder (Kingma and Welling 2014, section 2.4 and
 * appendix B) for one batch. The encoder's outputs are means, then log-variances, of each row's code.
 */
final class VariationalLoss {
    private final float[] encoded;
    private final int code;
    private final int rows;
    private final float[] noise;

    /** @param encoded {@code [row][2 x code]} in one array, which may be longer */
    VariationalLoss(float[] encoded, int code, int rows, Random random) {
        this.encoded = encoded;
        this.code = code;
        this.rows = rows;
        this.noise = new float[rows * code];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
    }

    /** Mean plus deviation times noise, {@code [row][code]} in one array. */
    float[] sample() {
        float[] sample = new float[noise.length];
        for (int i = 0; i < rows; i++) {
            for (int f = 0; f < code; f++) {
                sample[i * code + f] = (float) (mean(i, f) + Math.exp(logVariance(i, f) / 2) * noise[i * code + f]);
            }
        }
        return sample;
    }

    /** Mean over rows of the divergence of the code's distribution from a standard normal one, in nats. */
    double divergence() {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            for (int f = 0; f < code; f++) {
                double mean = mean(i, f);
                double logVariance = logVariance(i, f);
                sum += (mean * mean + Math.exp(logVariance) - 1 - logVariance) / 2;
            }
        }
        return sum / rows;
    }

    /**
     * Derivative of (reconstruction + weight x divergence) by the encoder's outputs.
     *
     * @param bySample derivative of the reconstruction's cost by the sample
     */
    float[] gradient(float[] bySample, double weight) {
        float[] gradient = new float[2 * rows * code];
        for (int i = 0; i < rows; i++) {
            for (int f = 0; f < code; f++) {
                double arrived = bySample[i * code + f];
                double deviation = Math.exp(logVariance(i, f) / 2);
                gradient[i * 2 * code + f] = (float) (arrived + weight * mean(i, f) / rows);
                gradient[i * 2 * code + code + f] = (float) (arrived * deviation * noise[i * code + f] / 2
                        + weight * (deviation * deviation - 1) / 2 / rows);
            }
        }
        return gradient;
    }

    private double mean(int row, int f) {
        return encoded[row * 2 * code + f];
    }

    private double logVariance(int row, int f) {
        return encoded[row * 2 * code + code + f];
    }
}
