package dev.riffle.trainer.service;

import dev.riffle.trainer.training.TrainingRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A bounded sample of a stream that favours the newest rows: once full, every new row takes the place of a random one,
 * so a row that came n rows ago is still there with probability (1 - 1/capacity)^n (exponential bias: Aggarwal 2006,
 * "On biased reservoir sampling in the presence of stream evolution").
 */
final class Reservoir {
    private final int width;
    private final int capacity;
    private final Random random;
    private final List<FeatureRow> rows;

    Reservoir(int width, int capacity, long seed) {
        if (capacity < 1) {
            throw new IllegalArgumentException("Reservoir holds " + capacity + " rows; expected at least 1");
        }
        this.width = width;
        this.capacity = capacity;
        this.random = new Random(seed);
        this.rows = new ArrayList<>();
    }

    void add(FeatureRow row) {
        if (rows.size() < capacity) {
            rows.add(row);
        } else {
            rows.set(random.nextInt(capacity), row);
        }
    }

    int size() {
        return rows.size();
    }

    /** Number of rows of that event time or later. */
    int sizeSince(long eventTime) {
        int count = 0;
        for (FeatureRow row : rows) {
            count += row.eventTime() >= eventTime ? 1 : 0;
        }
        return count;
    }

    /** The rows by event time, oldest first. */
    TrainingRows snapshot() {
        List<FeatureRow> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparingLong(FeatureRow::eventTime));
        double[][] values = new double[ordered.size()][];
        long[] times = new long[ordered.size()];
        boolean[] flagged = new boolean[ordered.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ordered.get(i).values();
            times[i] = ordered.get(i).eventTime();
            flagged[i] = ordered.get(i).flagged();
        }
        return new TrainingRows(width, values, times, flagged);
    }
}
