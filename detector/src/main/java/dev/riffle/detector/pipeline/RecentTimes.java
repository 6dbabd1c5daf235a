package dev.riffle.detector.pipeline;

import java.util.Arrays;

/** The newest {@value #KEPT} event times of a key, ascending, so that an event out of order finds its predecessor. */
final class RecentTimes {
    static final int KEPT = 8;

    private double[] times = new double[0];

    double[] state() {
        return times;
    }

    /** Takes a state over, without copying; null starts empty. */
    void adopt(double[] array) {
        if (array != null && array.length > KEPT) {
            throw new IllegalArgumentException(
                    "Found " + array.length + " recent event times, expected at most " + KEPT);
        }
        times = array == null ? new double[0] : array;
    }

    /** Milliseconds since the last time not after this one; NaN without one. */
    double since(long time) {
        for (int i = times.length - 1; i >= 0; i--) {
            if (times[i] <= time) {
                return time - times[i];
            }
        }
        return Double.NaN;
    }

    void add(long time) {
        int later = times.length;
        while (later > 0 && times[later - 1] > time) {
            later--;
        }
        if (later > 0 && times[later - 1] == time) {
            return;
        }
        if (times.length < KEPT) {
            double[] grown = Arrays.copyOf(times, times.length + 1);
            System.arraycopy(times, later, grown, later + 1, times.length - later);
            grown[later] = time;
            times = grown;
        } else if (later > 0) {
            System.arraycopy(times, 1, times, 0, later - 1);
            times[later - 1] = time;
        }
    }
}
