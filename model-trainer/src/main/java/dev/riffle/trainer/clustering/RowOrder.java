package dev.riffle.trainer.clustering;

import java.util.Random;

/** The order in which an epoch visits rows. */
final class RowOrder {
    private RowOrder() {}

    /** A random permutation (Fisher and Yates). */
    static int[] shuffled(int rows, Random random) {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
