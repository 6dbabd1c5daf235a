package dev.riffle.trainer.training;

import java.util.Arrays;
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

    /**
     * Another split of the same rows: held out is one of equal parts of what is fitted here, the rest is fitted.
     *
     * @param part from 0
     * @param parts at most the fitted rows
     */
    RowSplit withoutPart(int part, int parts) {
        int from = (int) ((long) fitting.length * part / parts);
        int to = (int) ((long) fitting.length * (part + 1) / parts);
        double[][] rest = new double[heldOut.length + fitting.length - (to - from)][];
        System.arraycopy(heldOut, 0, rest, 0, heldOut.length);
        System.arraycopy(fitting, 0, rest, heldOut.length, from);
        System.arraycopy(fitting, to, rest, heldOut.length + from, fitting.length - to);
        return new RowSplit(rest, Arrays.copyOfRange(fitting, from, to));
    }
}
