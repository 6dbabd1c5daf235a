package dev.riffle.console.images;

import java.util.Arrays;
import java.util.Random;

/**
 * Rows with the class of each.
 *
 * @param rows {@code [row][column]}
 * @param labels class per row, 0 to {@code classes} - 1
 * @param classes number of classes
 */
public record LabelledRows(float[][] rows, int[] labels, int classes) {

    /** A random sample without replacement, in the rows' order; all rows where there are no more. */
    public LabelledRows sample(int most, long seed) {
        if (rows.length <= most) {
            return this;
        }
        Random random = new Random(seed);
        float[][] picked = new float[most][];
        int[] pickedLabels = new int[most];
        int taken = 0;
        // Selection sampling (Knuth, volume 2, algorithm S).
        for (int i = 0; taken < most; i++) {
            if (random.nextInt(rows.length - i) < most - taken) {
                picked[taken] = rows[i];
                pickedLabels[taken++] = labels[i];
            }
        }
        return new LabelledRows(
                picked, pickedLabels, (int) Arrays.stream(pickedLabels).distinct().count());
    }
}
