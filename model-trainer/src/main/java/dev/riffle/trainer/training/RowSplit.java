package dev.riffle.trainer.training;

import java.util.Random;

/**
 * Rows divided at random into those that are fitted and those held out to calibrate on.
 *
 * @param fitting raw rows to fit on, at least one
 * @param heldOut raw rows that nothing is fitted on, at least one
 */
record RowSplit(double[][] fitting, double[][] heldOut) {
    static RowSplit of(double[][] rows, double holdoutShare, long seed) {
        double[][] shuffled = rows.clone();
        Random random = new Random(seed);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double[] swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
        int held = Math.max(1, (int) Math.round(rows.length * holdoutShare));
        double[][] heldOut = new double[held][];
        double[][] fitting = new double[rows.length - held][];
        System.arraycopy(shuffled, 0, heldOut, 0, held);
        System.arraycopy(shuffled, held, fitting, 0, fitting.length);
        return new RowSplit(fitting, heldOut);
    }
}
