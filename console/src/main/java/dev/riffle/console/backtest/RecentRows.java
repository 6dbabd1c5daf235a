package dev.riffle.console.backtest;

import dev.riffle.detector.FeatureVector;
import dev.riffle.trainer.training.TrainingRows;
import java.util.ArrayDeque;

/** The most recent feature vectors that were not flagged: what a retraining learns from. */
final class RecentRows {
    private final int width;
    private final int capacity;
    private final ArrayDeque<double[]> rows = new ArrayDeque<>();
    private final ArrayDeque<Long> times = new ArrayDeque<>();

    /** @param capacity how many rows are remembered, at least 1 */
    RecentRows(int width, int capacity) {
        this.width = width;
        this.capacity = capacity;
    }

    void add(FeatureVector features, long eventTimeMillis) {
        if (rows.size() == capacity) {
            rows.remove();
            times.remove();
        }
        rows.add(features.values());
        times.add(eventTimeMillis);
    }

    /** How many rows are remembered. */
    int count() {
        return rows.size();
    }

    /** What is remembered, oldest first. */
    TrainingRows toTrainingRows() {
        return new TrainingRows(
                width,
                rows.toArray(double[][]::new),
                times.stream().mapToLong(Long::longValue).toArray(),
                new boolean[rows.size()]);
    }
}
