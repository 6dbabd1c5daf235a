package dev.riffle.detector.pipeline;

import java.util.Arrays;

/**
 * A key's newest values with their event times, ascending, so that an event out of order finds the values before its
 * own time. Bounded: {@code rows} values.
 *
 * <p>All state is one array: {@code [n, time 0, value 0, time 1, value 1, ...]}.
 */
final class RecentValues {
    private static final int HEADER = 1;

    private final int rows;
    private double[] state = {0};
    /** Values at or before the event looked at. */
    private int before;

    /** @param rows values to keep, at least 1 */
    RecentValues(int rows) {
        this.rows = rows;
    }

    double[] state() {
        return state;
    }

    /**
     * Takes a state over, without copying; null starts empty. Of a state that was kept for more rows the newest stay.
     *
     * @throws IllegalArgumentException if the array is none that was written here
     */
    void adopt(double[] array) {
        if (array == null) {
            state = new double[] {0};
            return;
        }
        double n = array.length < HEADER ? -1 : array[0];
        if (!(n >= 0 && n == Math.rint(n)) || HEADER + 2 * n > array.length) {
            throw new IllegalArgumentException(
                    "Found recent values' state of length " + array.length + " with " + n + " values");
        }
        state = array;
        int excess = count() - rows;
        if (excess > 0) {
            System.arraycopy(state, HEADER + 2 * excess, state, HEADER, 2 * rows);
            state[0] = rows;
        }
    }

    private int count() {
        return (int) state[0];
    }

    private double time(int index) {
        return state[HEADER + 2 * index];
    }

    private double value(int index) {
        return state[HEADER + 2 * index + 1];
    }

    /** Looks at the values as they stand at a time; what has that very time counts as earlier. */
    void evaluate(long time) {
        before = count();
        while (before > 0 && time(before - 1) > time) {
            before--;
        }
    }

    /**
     * A statistic as of the evaluated time.
     *
     * @param own this event's value; NaN where it is missing, and then not counted
     * @param span how many rows it looks at
     */
    double statistic(RecentStatistic statistic, double own, int span) {
        return switch (statistic) {
            case LAG -> lag(span);
            case DIFFERENCE -> own - lag(span);
            case MEAN -> mean(own, span, 1);
            case EWMA -> mean(own, span, 1 - 2.0 / (span + 1));
            case STD -> deviation(own, span);
        };
    }

    private double lag(int span) {
        return before >= span ? value(before - span) : Double.NaN;
    }

    /** @param fading what is left of a row's weight one row later */
    private double mean(double own, int span, double fading) {
        double weight = 1;
        double weights = 0;
        double sum = 0;
        if (!Double.isNaN(own)) {
            weights = 1;
            sum = own;
            weight = fading;
        }
        for (int i = before - 1; i >= first(own, span); i--) {
            sum += weight * value(i);
            weights += weight;
            weight *= fading;
        }
        return weights == 0 ? Double.NaN : sum / weights;
    }

    private double deviation(double own, int span) {
        double mean = mean(own, span, 1);
        if (Double.isNaN(mean)) {
            return Double.NaN;
        }
        int first = first(own, span);
        int counted = before - first;
        double squares = 0;
        for (int i = first; i < before; i++) {
            squares += (value(i) - mean) * (value(i) - mean);
        }
        if (!Double.isNaN(own)) {
            squares += (own - mean) * (own - mean);
            counted++;
        }
        return Math.sqrt(squares / counted);
    }

    /** Index of the oldest value among the last {@code span} rows. */
    private int first(double own, int span) {
        return Math.max(0, before - span + (Double.isNaN(own) ? 0 : 1));
    }

    /** Remembers a value; one that is older than all of a full memory is not remembered. */
    void add(long time, double value) {
        int n = count();
        int at = n;
        while (at > 0 && time(at - 1) > time) {
            at--;
        }
        if (n == rows) {
            if (at == 0) {
                return;
            }
            System.arraycopy(state, HEADER + 2, state, HEADER, 2 * (at - 1));
            at--;
        } else {
            if (HEADER + 2 * (n + 1) > state.length) {
                state = Arrays.copyOf(state, HEADER + 2 * Math.min(rows, Math.max(4, 2 * n)));
            }
            System.arraycopy(state, HEADER + 2 * at, state, HEADER + 2 * (at + 1), 2 * (n - at));
            state[0] = n + 1;
        }
        state[HEADER + 2 * at] = time;
        state[HEADER + 2 * at + 1] = value;
    }
}
