package dev.riffle.benchmarks.sweep;

import java.util.Random;

/** Pixels with Gaussian noise on each, clipped to what pixels can be. */
final class NoisyRows {
    private static final double GREYS = 255;

    private NoisyRows() {}

    /**
     * A noisy copy.
     *
     * @param rows in [0, 1]
     * @param deviation in steps of grey; 0 gives the rows themselves
     */
    static float[][] of(float[][] rows, int deviation, long seed) {
        if (deviation == 0) {
            return rows;
        }
        Random random = new Random(seed);
        float[][] noisy = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            noisy[i] = rows[i].clone();
            for (int f = 0; f < noisy[i].length; f++) {
                double value = noisy[i][f] + deviation / GREYS * random.nextGaussian();
                noisy[i][f] = (float) Math.max(0, Math.min(1, value));
            }
        }
        return noisy;
    }
}
