package dev.riffle.detector.pipeline;

import java.util.Arrays;

/**
 * An event-time window in bounded memory: time is cut into panes of 1/24 of the window, aligned to 1970, and only panes
 * with events are kept, at most {@value #KEPT}. At time t the window is the pane of t and the 23 before it, so it
 * covers between 23/24 of its length and all of it.
 *
 * <p>All state is one array: {@code [pane length in ms, n, pane 0, pane 1, ...]} in ascending order of pane, where a
 * pane is {@code [index, count]} or, for values, {@code [index, count, sum, squared deviations from the pane's mean,
 * largest]}. Squared deviations are kept up by Chan, Golub and LeVeque (1979) and combined about the window's mean, which
 * keeps variances right where sums of squares would cancel.
 */
final class PaneWindow {
    static final int PANES = 24;
    /** One more than the window has: so a late event still finds a whole window up to one pane back. */
    static final int KEPT = PANES + 1;

    private static final int HEADER = 2;
    private static final int EVENT_STRIDE = 2;
    private static final int VALUE_STRIDE = 5;

    private final long paneMillis;
    private final int stride;
    private double[] state;

    /** Of the time evaluated: where its panes begin and end, and what they hold. */
    private int first;

    private int last;
    private double count;
    private double sum;
    private double largest;

    /** @param values whether values are remembered, or only that events came */
    PaneWindow(long windowMillis, boolean values) {
        this.paneMillis = Math.max(1, windowMillis / PANES);
        this.stride = values ? VALUE_STRIDE : EVENT_STRIDE;
        this.state = empty();
    }

    double[] state() {
        return state;
    }

    /**
     * Takes a state over, without copying; null and a state of other panes start empty.
     *
     * @throws IllegalArgumentException if the array is none that a window has written
     */
    void adopt(double[] array) {
        if (array == null || (array.length >= 1 && array[0] != paneMillis)) {
            state = empty();
            return;
        }
        double n = array.length < HEADER ? -1 : array[1];
        if (!(n >= 0 && n <= KEPT && n == Math.rint(n)) || HEADER + ((int) n) * stride > array.length) {
            throw new IllegalArgumentException("Found a window's state of length " + array.length + " with " + n
                    + " panes, expected 0 to " + KEPT + " panes of " + stride + " numbers");
        }
        state = array;
    }

    /** Looks at the window as it stands at a time. */
    void evaluate(long time) {
        long pane = Math.floorDiv(time, paneMillis);
        last = end();
        while (last > HEADER && state[last - stride] > pane) {
            last -= stride;
        }
        first = HEADER;
        while (first < last && state[first] <= pane - PANES) {
            first += stride;
        }
        count = 0;
        sum = 0;
        largest = Double.NEGATIVE_INFINITY;
        for (int at = first; at < last; at += stride) {
            count += state[at + 1];
            if (stride == VALUE_STRIDE) {
                sum += state[at + 2];
                largest = Math.max(largest, state[at + 4]);
            }
        }
    }

    double count() {
        return count;
    }

    double sum() {
        return sum;
    }

    /** Mean of the values; NaN where there are none. */
    double mean() {
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Sample variance of the values; NaN with fewer than two. */
    double variance() {
        if (count < 2) {
            return Double.NaN;
        }
        double mean = mean();
        double squares = 0;
        for (int at = first; at < last; at += stride) {
            double paneCount = state[at + 1];
            double delta = state[at + 2] / paneCount - mean;
            squares += state[at + 3] + paneCount * delta * delta;
        }
        return squares / (count - 1);
    }

    /** Largest of the values; NaN where there are none. */
    double largest() {
        return count == 0 ? Double.NaN : largest;
    }

    /** Adds an event, unless it is older than every pane that is kept. */
    void add(long time, double value) {
        long pane = Math.floorDiv(time, paneMillis);
        int n = (int) state[1];
        int end = end();
        if (n > 0 && pane <= state[end - stride] - KEPT) {
            return;
        }
        int at = end;
        while (at > HEADER && state[at - stride] >= pane) {
            at -= stride;
        }
        if (at < end && state[at] == pane) {
            put(at, value);
            return;
        }
        insert(at, pane, value);
        if (pane == state[end() - stride]) {
            forgetBefore(pane - KEPT + 1);
        }
    }

    private void put(int at, double value) {
        double before = state[at + 1];
        if (stride == VALUE_STRIDE) {
            double delta = value - state[at + 2] / before;
            state[at + 3] += delta * delta * (before / (before + 1));
            state[at + 2] += value;
            state[at + 4] = Math.max(state[at + 4], value);
        }
        state[at + 1] = before + 1;
    }

    private void insert(int at, long pane, double value) {
        int end = end();
        if (end + stride > state.length) {
            // One pane past the bound at most: the oldest is forgotten right after.
            int panes = Math.min(KEPT + 1, Math.max(2, 2 * (int) state[1]));
            state = Arrays.copyOf(state, HEADER + panes * stride);
        }
        System.arraycopy(state, at, state, at + stride, end - at);
        state[at] = pane;
        state[at + 1] = 1;
        if (stride == VALUE_STRIDE) {
            state[at + 2] = value;
            state[at + 3] = 0;
            state[at + 4] = value;
        }
        state[1]++;
    }

    private void forgetBefore(long oldest) {
        int end = end();
        int from = HEADER;
        while (state[from] < oldest) {
            from += stride;
        }
        if (from > HEADER) {
            System.arraycopy(state, from, state, HEADER, end - from);
            int left = end - (from - HEADER);
            Arrays.fill(state, left, end, 0);
            state[1] -= Math.floorDiv(from - HEADER, stride);
        }
    }

    private int end() {
        return HEADER + ((int) state[1]) * stride;
    }

    private double[] empty() {
        return new double[] {paneMillis, 0};
    }
}
