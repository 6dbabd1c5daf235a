package dev.riffle.detector.clustering;

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
        for (int s = 0; s < SAMPLES; s++) {
            int[] sample = sample(rows.length, size, random);
            for (int i = 0; i < rows.length; i++) {
                sums[i] += Math.sqrt(nearest(rows, i, sample));
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

    private static double nearest(float[][] rows, int row, int[] sample) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int other : sample) {
            if (other != row) {
                nearest = Math.min(nearest, squaredDistance(rows[row], rows[other]));
            }
        }
        return nearest;
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            double difference = a[d] - b[d];
            sum += difference * difference;
        }
        return sum;
    }
}
