package dev.riffle.trainer.clustering.deep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Rows in a new order every epoch, cut into batches of almost equal size: a last one of a few rows would move the
 * weights as far as a full one.
 */
final class Minibatches {
    /** Fewer rows than this many batches of the published size get smaller ones, or they would see hardly a step. */
    private static final int BATCHES_AT_LEAST = 16;

    private static final int SMALLEST = 32;

    private final int batchRows;
    private final Random random;

    /** @param batchRows rows of a batch at most */
    Minibatches(int batchRows, long seed) {
        this.batchRows = batchRows;
        this.random = new Random(seed);
    }

    /** The published size, less for a table of few rows. */
    static int rowsFor(int published, int rows) {
        return Math.min(published, Math.max(SMALLEST, rows / BATCHES_AT_LEAST));
    }

    /** Batches of the same size in an order of their own. */
    Minibatches reseeded(long seed) {
        return new Minibatches(batchRows, seed);
    }

    /** One epoch over some rows. */
    List<int[]> epoch(int[] members) {
        int[] order = members.clone();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        int count = count(order.length);
        List<int[]> batches = new ArrayList<>(count);
        for (int batch = 0; batch < count; batch++) {
            int from = (int) ((long) order.length * batch / count);
            int to = (int) ((long) order.length * (batch + 1) / count);
            batches.add(Arrays.copyOfRange(order, from, to));
        }
        return batches;
    }

    /** Batches of an epoch over so many rows. */
    int count(int rows) {
        return (rows + batchRows - 1) / batchRows;
    }
}
