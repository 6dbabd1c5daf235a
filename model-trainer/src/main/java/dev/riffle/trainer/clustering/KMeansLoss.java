package dev.riffle.trainer.clustering;

/**
 * What gradient k-means descends (Bottou and Bengio 1995, equation 1): the mean over rows of half the squared distance
 * to the nearest centre.
 *
 * @param value the loss, at least 0
 * @param gradient its derivative by every centre, {@code [cluster][column]}
 */
record KMeansLoss(double value, double[][] gradient) {

    /**
     * The loss of some rows.
     *
     * @param order positions of rows, of which those from {@code from} up to {@code to} count
     */
    static KMeansLoss of(float[][] rows, int[] order, int from, int to, float[][] centres) {
        NearestCentre nearest = new NearestCentre(centres);
        double[][] gradient = new double[centres.length][centres[0].length];
        double share = 1.0 / (to - from);
        double value = 0;
        for (int i = from; i < to; i++) {
            float[] row = rows[order[i]];
            int cluster = nearest.of(row);
            for (int f = 0; f < row.length; f++) {
                double difference = centres[cluster][f] - (double) row[f];
                value += difference * difference / 2 * share;
                gradient[cluster][f] += difference * share;
            }
        }
        return new KMeansLoss(value, gradient);
    }
}
