package dev.riffle.detector.clustering;

/** Squared Euclidean distances in double arithmetic. Four sums side by side: one would wait for itself. */
final class SquaredDistance {
    private SquaredDistance() {}

    static double between(float[] row, double[] centre) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int f = 0;
        for (; f + 4 <= row.length; f += 4) {
            double da = row[f] - centre[f];
            double db = row[f + 1] - centre[f + 1];
            double dc = row[f + 2] - centre[f + 2];
            double dd = row[f + 3] - centre[f + 3];
            a += da * da;
            b += db * db;
            c += dc * dc;
            d += dd * dd;
        }
        for (; f < row.length; f++) {
            double difference = row[f] - centre[f];
            a += difference * difference;
        }
        return (a + b) + (c + d);
    }

    static double between(double[] one, double[] other) {
        double sum = 0;
        for (int f = 0; f < one.length; f++) {
            double difference = one[f] - other[f];
            sum += difference * difference;
        }
        return sum;
    }
}
