package dev.riffle.trainer.evaluation;

import java.util.Arrays;

/**
 * The one-to-one matching of a table's rows with its columns that has the largest sum: the Hungarian algorithm by
 * shortest augmenting paths (Jonker and Volgenant 1987), for tables of any shape. Where there are a few classes and
 * thousands of clusters, a square table, which JGraphT's algorithm expects, would have millions of cells.
 */
final class BestMatching {
    private static final int NONE = -1;

    private BestMatching() {}

    /** The largest sum; O(s^2 l) for a shorter side s and a longer side l. */
    static long sum(long[][] weights) {
        if (weights.length == 0 || weights[0].length == 0) {
            return 0;
        }
        long[][] wide = weights.length <= weights[0].length ? weights : transposed(weights);
        int[] rowOf = match(wide);
        long sum = 0;
        for (int j = 0; j < rowOf.length; j++) {
            sum += rowOf[j] == NONE ? 0 : wide[rowOf[j]][j];
        }
        return sum;
    }

    /** The row of every column, for at least as many columns as rows; costs are the weights' negatives. */
    private static int[] match(long[][] weights) {
        int columns = weights[0].length;
        long[] rowPotential = new long[weights.length];
        long[] columnPotential = new long[columns];
        int[] rowOf = new int[columns];
        Arrays.fill(rowOf, NONE);
        for (int row = 0; row < weights.length; row++) {
            long[] distance = new long[columns];
            int[] before = new int[columns];
            boolean[] done = new boolean[columns];
            Arrays.fill(distance, Long.MAX_VALUE);
            Arrays.fill(before, NONE);
            int at = row;
            int last = NONE;
            long walked = 0;
            while (at != NONE) {
                int next = NONE;
                for (int j = 0; j < columns; j++) {
                    if (done[j]) {
                        continue;
                    }
                    long through = walked - weights[at][j] - rowPotential[at] - columnPotential[j];
                    if (through < distance[j]) {
                        distance[j] = through;
                        before[j] = last;
                    }
                    if (next == NONE || distance[j] < distance[next]) {
                        next = j;
                    }
                }
                walked = distance[next];
                done[next] = true;
                last = next;
                at = rowOf[next];
            }
            rowPotential[row] += walked;
            for (int j = 0; j < columns; j++) {
                if (done[j] && j != last) {
                    columnPotential[j] += distance[j] - walked;
                    rowPotential[rowOf[j]] += walked - distance[j];
                }
            }
            while (last != NONE) {
                int previous = before[last];
                rowOf[last] = previous == NONE ? row : rowOf[previous];
                last = previous;
            }
        }
        return rowOf;
    }

    private static long[][] transposed(long[][] table) {
        long[][] transposed = new long[table[0].length][table.length];
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < table[0].length; j++) {
                transposed[j][i] = table[i][j];
            }
        }
        return transposed;
    }
}
