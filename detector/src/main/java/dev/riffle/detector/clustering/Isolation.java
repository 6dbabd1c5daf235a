package dev.riffle.detector.clustering;

import dev.riffle.detector.kernel.Distances;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How far each of some rows lies from what is usual among them: the mean Euclidean distance to the nearest row of a small
 * random sample, over several samples (LeSiNN: Pang, Ting and Albrecht, "LeSiNN: Detecting Anomalies by Identifying Least
 * Similar Nearest Neighbours", ICDM workshops 2015; t = {@value #SAMPLES} samples of psi = {@value #SAMPLE_ROWS} rows).
 *
 * <p>A group of anomalies that is close together masks itself from every method that looks at all rows; few of it come
 * into so small a sample. Other than in the paper a row that is part of a sample is not its own neighbour.
 */
public final class Isolation {
    private static final int SAMPLES = 20;
    private static final int SAMPLE_ROWS = 16;

    private Isolation() {}

    /**
     * The isolation of every row. The same rows and seed give the same values.
     *
     * @param rows all of the same length, finite
     * @return at least 0, in the unit of the rows; 0 for a single row
     */
    public static double[] of(float[][] rows, long seed) {
        double[] sums = new double[rows.length];
        if (rows.length < 2) {
            return sums;
        }
        Random random = new Random(seed);
        // Of fewer rows half: a sample of them all would tell nothing but who has a near neighbour.
        int size = Math.min(SAMPLE_ROWS, Math.max(2, rows.length / 2));
        float[] squared = new float[size];
        for (int s = 0; s < SAMPLES; s++) {
            int[] sample = sample(rows.length, size, random);
            Distances distances = distancesTo(rows, sample);
            for (int i = 0; i < rows.length; i++) {
                distances.squared(rows[i], squared);
                leaveOut(i, sample, squared);
                sums[i] += Math.sqrt(squared[Distances.nearest(squared)]);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= SAMPLES;
        }
        return sums;
    }

    /** Different indices: the first steps of Fisher and Yates' shuffle. */
    private static int[] sample(int rows, int size, Random random) {
        int[] indices = IntStream.range(0, rows).toArray();
        int[] sample = new int[size];
        for (int i = 0; i < size; i++) {
            int other = i + random.nextInt(rows - i);
            sample[i] = indices[other];
            indices[other] = indices[i];
        }
        return sample;
    }

    private static Distances distancesTo(float[][] rows, int[] sample) {
        int dimension = rows[0].length;
        float[] block = new float[sample.length * dimension];
        for (int k = 0; k < sample.length; k++) {
            System.arraycopy(rows[sample[k]], 0, block, k * dimension, dimension);
        }
        return Distances.to(block, dimension);
    }

    private static void leaveOut(int row, int[] sample, float[] squared) {
        for (int k = 0; k < sample.length; k++) {
            if (sample[k] == row) {
                squared[k] = Float.POSITIVE_INFINITY;
            }
        }
    }
}
