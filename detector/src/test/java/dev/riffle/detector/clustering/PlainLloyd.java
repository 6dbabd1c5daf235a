package dev.riffle.detector.clustering;

import java.util.Arrays;

/** Lloyd's algorithm as it is written in books: every distance, every iteration, sums from scratch. */
final class PlainLloyd {
    private PlainLloyd() {}

    /** The clusters of rows from the seeds that {@link KMeans} would start from. */
    static int[] assignment(float[][] rows, int k, int iterations, long seed) {
        double[][] centres = Seeding.PLAIN.seeds(rows, Math.min(k, rows.length), seed);
        int[] assignment = new int[rows.length];
        assign(rows, centres, assignment);
        boolean changed = true;
        for (int i = 0; i < iterations && changed; i++) {
            move(rows, centres, assignment);
            changed = assign(rows, centres, assignment);
        }
        return assignment;
    }

    private static boolean assign(float[][] rows, double[][] centres, int[] assignment) {
        boolean changed = false;
        for (int i = 0; i < rows.length; i++) {
            int nearest = assignment[i];
            for (int j = 0; j < centres.length; j++) {
                if (SquaredDistance.between(rows[i], centres[j]) < SquaredDistance.between(rows[i], centres[nearest])) {
                    nearest = j;
                }
            }
            changed |= nearest != assignment[i];
            assignment[i] = nearest;
        }
        return changed;
    }

    private static void move(float[][] rows, double[][] centres, int[] assignment) {
        double[] distances = new double[rows.length];
        double[][] sums = new double[centres.length][rows[0].length];
        int[] counts = new int[centres.length];
        for (int i = 0; i < rows.length; i++) {
            distances[i] = SquaredDistance.between(rows[i], centres[assignment[i]]);
            counts[assignment[i]]++;
            for (int f = 0; f < rows[i].length; f++) {
                sums[assignment[i]][f] += rows[i][f];
            }
        }
        for (int j = 0; j < centres.length; j++) {
            if (counts[j] == 0) {
                int furthest = furthest(distances);
                distances[furthest] = 0;
                for (int f = 0; f < rows[furthest].length; f++) {
                    centres[j][f] = rows[furthest][f];
                }
            } else {
                int count = counts[j];
                centres[j] = Arrays.stream(sums[j]).map(sum -> sum / count).toArray();
            }
        }
    }

    private static int furthest(double[] distances) {
        int furthest = 0;
        for (int i = 1; i < distances.length; i++) {
            furthest = distances[i] > distances[furthest] ? i : furthest;
        }
        return furthest;
    }
}
