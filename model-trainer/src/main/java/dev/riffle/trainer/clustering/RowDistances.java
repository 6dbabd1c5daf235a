package dev.riffle.trainer.clustering;

import dev.riffle.detector.kernel.Distances;
import java.util.Arrays;

/** Squared distances from one row at a time to all rows, which need no room for the whole square of them. */
final class RowDistances {
    private final float[][] rows;
    private final Distances distances;
    private final float[] squared;
    private final float[] ordered;

    RowDistances(float[][] rows) {
        this.rows = rows;
        int columns = rows[0].length;
        float[] flat = new float[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        this.distances = Distances.to(flat, columns);
        this.squared = new float[rows.length];
        this.ordered = new float[rows.length];
    }

    int count() {
        return rows.length;
    }

    /** Squared distance to every row, itself included; overwritten by the next call. */
    float[] from(int row) {
        distances.squared(rows[row], squared);
        return squared;
    }

    /** The distance from the row that {@link #from} was last called for to its rank-th nearest row, itself being the first. */
    double nearest(int rank) {
        System.arraycopy(squared, 0, ordered, 0, squared.length);
        return Math.sqrt(select(ordered, rank - 1));
    }

    /** The value that would stand at an index of the sorted array (Hoare's quickselect). */
    private static float select(float[] values, int index) {
        int low = 0;
        int high = values.length - 1;
        while (high - low > 16) {
            float pivot = median(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    float swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            if (index <= j) {
                high = j;
            } else if (index >= i) {
                low = i;
            } else {
                return values[index];
            }
        }
        Arrays.sort(values, low, high + 1);
        return values[index];
    }

    private static float median(float a, float b, float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
