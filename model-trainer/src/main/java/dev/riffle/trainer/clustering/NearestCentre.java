package dev.riffle.trainer.clustering;

import dev.riffle.detector.kernel.Distances;

/** Gives rows the nearest of a fixed set of centres, with the kernel that serves in the job. */
final class NearestCentre {
    private final Distances distances;
    private final float[] squared;

    /** @param centres {@code [cluster][column]}; copied */
    NearestCentre(float[][] centres) {
        int columns = centres[0].length;
        float[] flat = new float[centres.length * columns];
        for (int j = 0; j < centres.length; j++) {
            System.arraycopy(centres[j], 0, flat, j * columns, columns);
        }
        this.distances = Distances.to(flat, columns);
        this.squared = new float[centres.length];
    }

    int of(float[] row) {
        distances.squared(row, squared);
        return Distances.nearest(squared);
    }

    int[] ofAll(float[][] rows) {
        int[] nearest = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            nearest[i] = of(rows[i]);
        }
        return nearest;
    }
}
