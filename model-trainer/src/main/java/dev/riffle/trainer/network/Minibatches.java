package dev.riffle.trainer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Rows in a new order every epoch, cut into batches of almost equal size: a last one of a few rows would move the
 * weights as far as a full one. The order of an epoch depends on seed and epoch alone, so that a training can go on
 * where it was interrupted.
 *
 * @param batchRows rows of a batch at most, at least 1
 */
public record Minibatches(int batchRows, long seed) {
    /** Fewer rows than this many batches of the published size get smaller ones, or they would see hardly a step. */
    private static final int BATCHES_AT_LEAST = 16;

    private static final int SMALLEST = 32;

    /** @throws IllegalArgumentException if a batch has no rows */
    public Minibatches {
        if (batchRows < 1) {
            throw new IllegalArgumentException("Batches have " + batchRows + " rows; expected at least 1");
        }
    }

    /** Batches of the published size, smaller ones for a table of few rows. */
    public static Minibatches of(int published, int rows, long seed) {
        return new Minibatches(Math.min(published, Math.max(SMALLEST, rows / BATCHES_AT_LEAST)), seed);
    }

    /** Batches of the same size in an order of their own. */
    public Minibatches reseeded(long other) {
        return new Minibatches(batchRows, other);
    }

    /** A generator for an epoch's other random choices. */
    public static Random random(long seed, int epoch) {
        // SplittableRandom's increment (Steele et al. 2014) keeps neighbouring epochs' generators apart.
        return new Random(seed + 0x9E3779B97F4A7C15L * (epoch + 1));
    }

    /**
     * One epoch over all rows.
     *
     * @param epoch 0, 1, ...
     */
    public List<int[]> epoch(int rows, int epoch) {
        int[] all = new int[rows];
        Arrays.setAll(all, i -> i);
        return epoch(all, epoch);
    }

    /** One epoch over some rows. */
    public List<int[]> epoch(int[] members, int epoch) {
        Random random = random(seed, epoch);
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
    public int count(int rows) {
        return (rows + batchRows - 1) / batchRows;
    }
}
