package dev.riffle.console.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which rows are kept, and in which order they are replayed.
 *
 * <p>Shuffled: the indices 0 to n-1 are shuffled by {@link Collections#shuffle(List, Random)} with the seed and the
 * first min(n, limit) are kept, so that every seed draws another subsample of a large file.
 */
final class RowSelection {
    private static final int NOT_KEPT = -1;

    private final int kept;
    /** Position in the replay by row index; null in file order, where both are the same. */
    private final int[] positions;

    private RowSelection(int kept, int[] positions) {
        this.kept = kept;
        this.positions = positions;
    }

    /**
     * @param rows number of rows that there are
     * @param limit how many to keep at most, at least 1
     */
    static RowSelection of(RowOrder order, long rows, long limit, long seed) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is %,d; at least 1 was expected".formatted(limit));
        }
        int all = Math.toIntExact(rows);
        int kept = (int) Math.min(rows, limit);
        return switch (order) {
            case FILE -> new RowSelection(kept, null);
            case SHUFFLE -> {
                List<Integer> indices = new ArrayList<>(all);
                for (int i = 0; i < all; i++) {
                    indices.add(i);
                }
                Collections.shuffle(indices, new Random(seed));
                int[] positions = new int[all];
                Arrays.fill(positions, NOT_KEPT);
                for (int position = 0; position < kept; position++) {
                    positions[indices.get(position)] = position;
                }
                yield new RowSelection(kept, positions);
            }
        };
    }

    /** Number of rows that are kept. */
    int kept() {
        return kept;
    }

    /** True if rows are replayed as they stand in the file, so that they need not be held in memory. */
    boolean inFileOrder() {
        return positions == null;
    }

    boolean keeps(long index) {
        return positions == null ? index < kept : positions[(int) index] != NOT_KEPT;
    }

    /** Where a row that is kept stands in the replay, from 0. */
    int position(long index) {
        return positions == null ? (int) index : positions[(int) index];
    }
}
