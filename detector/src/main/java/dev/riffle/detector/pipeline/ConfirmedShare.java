package dev.riffle.detector.pipeline;

import java.util.Arrays;

/**
 * The share of a key's events that analysts confirmed as anomalies, over a window that ends some time ago, when verdicts
 * are in: confirmed events over all events between t - delay - window and t - delay. Event time is cut into panes of a
 * 24th of the window, or of a {@value #MOST_PANES}th of window and delay where that is longer; only panes that begin
 * and end within the span count. A live object for one thread.
 *
 * <p>State, as an array: length of a pane in milliseconds, newest pane, then events and confirmed events of pane p at
 * the places 2 + 2 (p mod n) and 3 + 2 (p mod n) of n panes.
 */
final class ConfirmedShare {
    static final int MOST_PANES = 512;
    private static final int HEADER = 2;
    private static final int PANES_PER_WINDOW = 24;

    private final long windowMillis;
    private final long delayMillis;
    private final long paneMillis;
    private final int panes;
    private double[] state;

    ConfirmedShare(long windowMillis, long delayMillis) {
        this.windowMillis = windowMillis;
        this.delayMillis = delayMillis;
        long span = windowMillis + delayMillis;
        paneMillis = Math.max(1, Math.max(windowMillis / PANES_PER_WINDOW, (span + MOST_PANES - 1) / MOST_PANES));
        panes = (int) (span / paneMillis) + 2;
        state = empty();
    }

    private double[] empty() {
        double[] fresh = new double[HEADER + 2 * panes];
        fresh[0] = paneMillis;
        fresh[1] = Double.NEGATIVE_INFINITY;
        return fresh;
    }

    /** The array that holds everything; not a copy. */
    double[] state() {
        return state;
    }

    /**
     * Takes an array back; null for an empty history.
     *
     * @throws IllegalArgumentException if it is none that such a history has written
     */
    void adopt(double[] array) {
        if (array == null) {
            state = empty();
            return;
        }
        if (array.length != HEADER + 2 * panes || array[0] != paneMillis) {
            throw new IllegalArgumentException("Found a history of verdicts with " + array.length
                    + " values and panes of " + (array.length == 0 ? Double.NaN : array[0]) + " ms, expected "
                    + (HEADER + 2 * panes) + " and " + paneMillis);
        }
        state = array;
    }

    /** The share as of a time, in [0, 1]; 0 where no event is in the window. */
    double at(long time) {
        long last = Math.floorDiv(time - delayMillis, paneMillis) - 1;
        long first = Math.floorDiv(time - delayMillis - windowMillis, paneMillis) + 1;
        double events = 0;
        double confirmed = 0;
        for (long pane = Math.max(first, oldest()); pane <= Math.min(last, newest()); pane++) {
            int at = place(pane);
            events += state[at];
            confirmed += state[at + 1];
        }
        return events == 0 ? 0 : confirmed / events;
    }

    /** Remembers an event, unless it is older than what is kept. */
    void add(long time) {
        long pane = Math.floorDiv(time, paneMillis);
        if (state[1] == Double.NEGATIVE_INFINITY) {
            state[1] = pane;
        }
        if (pane > newest()) {
            if (pane - newest() >= panes) {
                Arrays.fill(state, HEADER, state.length, 0);
            } else {
                for (long passed = newest() + 1; passed <= pane; passed++) {
                    state[place(passed)] = 0;
                    state[place(passed) + 1] = 0;
                }
            }
            state[1] = pane;
        }
        if (pane >= oldest()) {
            state[place(pane)]++;
        }
    }

    /** Remembers that an event of that time was confirmed; passed over where no event of its time is remembered. */
    void confirm(long time) {
        long pane = Math.floorDiv(time, paneMillis);
        if (state[1] != Double.NEGATIVE_INFINITY && pane <= newest() && pane >= oldest()) {
            int at = place(pane);
            state[at + 1] = Math.min(state[at], state[at + 1] + 1);
        }
    }

    private long newest() {
        return (long) state[1];
    }

    private long oldest() {
        return state[1] == Double.NEGATIVE_INFINITY ? Long.MAX_VALUE : newest() - panes + 1;
    }

    private int place(long pane) {
        return HEADER + 2 * (int) Math.floorMod(pane, (long) panes);
    }
}
