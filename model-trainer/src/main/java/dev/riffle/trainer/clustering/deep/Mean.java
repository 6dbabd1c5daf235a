package dev.riffle.trainer.clustering.deep;

final class Mean {
    private Mean() {}

    static double of(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
