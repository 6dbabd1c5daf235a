package dev.riffle.trainer.clustering.manifold;

import java.util.Random;

/** Rows with labels, in shapes that are known. */
record Shapes(float[][] rows, int[] labels) {
    /** Any rows at all. */
    static float[][] cloud(int rows, int columns, long seed) {
        Random random = new Random(seed);
        float[][] cloud = new float[rows][columns];
        for (float[] row : cloud) {
            for (int f = 0; f < columns; f++) {
                row[f] = (float) random.nextGaussian();
            }
        }
        return cloud;
    }

    /** A ring within a ring: every straight line through the centre meets both. */
    static Shapes rings(int rows, long seed) {
        Random random = new Random(seed);
        Shapes rings = new Shapes(new float[rows][2], new int[rows]);
        for (int i = 0; i < rows; i++) {
            int ring = i % 2;
            double angle = 2 * Math.PI * random.nextDouble();
            double radius = 1 + 2 * ring + 0.05 * random.nextGaussian();
            rings.rows[i][0] = (float) (radius * Math.cos(angle));
            rings.rows[i][1] = (float) (radius * Math.sin(angle));
            rings.labels[i] = ring;
        }
        return rings;
    }

    /** Two half moons that reach into each other. */
    static Shapes moons(int rows, long seed) {
        Random random = new Random(seed);
        Shapes moons = new Shapes(new float[rows][2], new int[rows]);
        for (int i = 0; i < rows; i++) {
            int moon = i % 2;
            double angle = Math.PI * random.nextDouble();
            double x = moon == 0 ? Math.cos(angle) : 1 - Math.cos(angle);
            double y = moon == 0 ? Math.sin(angle) : 0.5 - Math.sin(angle);
            moons.rows[i][0] = (float) (x + 0.05 * random.nextGaussian());
            moons.rows[i][1] = (float) (y + 0.05 * random.nextGaussian());
            moons.labels[i] = moon;
        }
        return moons;
    }

    /** Round clusters of equal size along the axes, 6 deviations from the origin. */
    static Shapes blobs(int rows, int clusters, int columns, long seed) {
        Shapes blobs = new Shapes(cloud(rows, columns, seed), new int[rows]);
        for (int i = 0; i < rows; i++) {
            blobs.labels[i] = i % clusters;
            blobs.rows[i][i % clusters] += 6;
        }
        return blobs;
    }
}
