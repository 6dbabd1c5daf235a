package dev.riffle.trainer.training;

import java.util.Random;

/** Rows made from a seed: normal ones on a curved surface, anomalies off it. */
final class SeededRows {
    private final Random random;

    SeededRows(long seed) {
        this.random = new Random(seed);
    }

    /** Points with three hidden causes, mixed into {@code width} columns, with a little noise. */
    float[][] normal(int rows, int width) {
        float[][] result = new float[rows][width];
        for (float[] row : result) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double c = random.nextGaussian();
            for (int f = 0; f < width; f++) {
                row[f] = (float) (Math.sin(f + 1) * a
                        + Math.cos(2 * f) * b
                        + Math.sin(3 * f + 1) * Math.tanh(c)
                        + 0.1 * random.nextGaussian());
            }
        }
        return result;
    }

    /** A tight group far from the normal rows: what an untrimmed autoencoder learns to reconstruct. */
    float[][] anomalies(int rows, int width) {
        float[][] result = new float[rows][width];
        for (float[] row : result) {
            for (int f = 0; f < width; f++) {
                row[f] = (float) ((f % 2 == 0 ? 4 : -4) + 0.1 * random.nextGaussian());
            }
        }
        return result;
    }

    static float[][] concat(float[][] first, float[][] second) {
        float[][] all = new float[first.length + second.length][];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Probability that a value of {@code positives} lies above one of {@code negatives}; ties count half. */
    static double auroc(double[] negatives, double[] positives) {
        double wins = 0;
        for (double positive : positives) {
            for (double negative : negatives) {
                wins += positive > negative ? 1 : positive == negative ? 0.5 : 0;
            }
        }
        return wins / ((double) negatives.length * positives.length);
    }
}
