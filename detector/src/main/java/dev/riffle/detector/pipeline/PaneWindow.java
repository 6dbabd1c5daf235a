package dev.riffle.detector.pipeline;

/**
 * An event-time window in bounded memory: time is cut into panes of 1/24 of the window, aligned to 1970, and only panes
 * with events are kept, at most {@value #KEPT}. At time t the window is the pane of t and the 23 before it, so it
 * covers between 23/24 of its length and all of it.
 *
 * <p>The panes are one slot of the key's memory, in ascending order, each {@code [index, count]} or, for values,
 * {@code [index, count, sum, squared deviations from the pane's mean, largest]}. Squared deviations are kept up by Chan,
 * Golub and LeVeque (1979) and combined about the window's mean, which keeps variances right where sums of squares would
 * cancel.
 */
final class PaneWindow {
    static final int PANES = 24;
    /** One more than the window has: so a late event still finds a whole window up to one pane back. */
    static final int KEPT = PANES + 1;

    private static final int EVENT_STRIDE = 2;
    private static final int VALUE_STRIDE = 5;

    private final int slot;
    private final long paneMillis;
    private final int stride;

    /** Of the time evaluated: the key's numbers, where its panes begin and end in them, and what they hold. */
    private double[] numbers;

    private int first;
    private int last;
    private double count;
    private double sum;
    private double largest;

    /**
     * @param slot index of the panes in a key's memory
     * @param values whether values are remembered, or only that events came
     */
    PaneWindow(int slot, long windowMillis, boolean values) {
        this.slot = slot;
        this.paneMillis = paneMillis(windowMillis);
        this.stride = stride(values);
    }

    /** One pane past the bound at most: the oldest is forgotten right after. */
    static MemoryLayout.Slot layout(String signature, long windowMillis, boolean values) {
        int stride = stride(values);
        return new MemoryLayout.Slot(signature, paneMillis(windowMillis), stride, (KEPT + 1) * stride);
    }

    private static long paneMillis(long windowMillis) {
        return Math.max(1, windowMillis / PANES);
    }

    private static int stride(boolean values) {
        return values ? VALUE_STRIDE : EVENT_STRIDE;
    }

    /** Looks at the window as it stands at a time. */
    void evaluate(KeyMemory memory, long time) {
        long pane = Math.floorDiv(time, paneMillis);
        numbers = memory.numbers();
        first = memory.start(slot);
        last = first + memory.used(slot);
        while (last > first && numbers[last - stride] > pane) {
            last -= stride;
        }
        while (first < last && numbers[first] <= pane - PANES) {
            first += stride;
        }
        count = 0;
        sum = 0;
        largest = Double.NEGATIVE_INFINITY;
        for (int at = first; at < last; at += stride) {
            count += numbers[at + 1];
            if (stride == VALUE_STRIDE) {
                sum += numbers[at + 2];
                largest = Math.max(largest, numbers[at + 4]);
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
            double paneCount = numbers[at + 1];
            double delta = numbers[at + 2] / paneCount - mean;
            squares += numbers[at + 3] + paneCount * delta * delta;
        }
        return squares / (count - 1);
    }

    /** Largest of the values; NaN where there are none. */
    double largest() {
        return count == 0 ? Double.NaN : largest;
    }

    /** Adds an event, unless it is older than every pane that is kept. */
    void add(KeyMemory memory, long time, double value) {
        long pane = Math.floorDiv(time, paneMillis);
        double[] panes = memory.numbers();
        int start = memory.start(slot);
        int end = start + memory.used(slot);
        if (end > start && pane <= panes[end - stride] - KEPT) {
            return;
        }
        int at = end;
        while (at > start && panes[at - stride] >= pane) {
            at -= stride;
        }
        if (at < end && panes[at] == pane) {
            put(panes, at, value);
            return;
        }
        insert(memory, at, pane, value);
        if (at == end) {
            forgetBefore(memory, pane - KEPT + 1);
        }
    }

    private void put(double[] panes, int at, double value) {
        double before = panes[at + 1];
        if (stride == VALUE_STRIDE) {
            double delta = value - panes[at + 2] / before;
            panes[at + 3] += delta * delta * (before / (before + 1));
            panes[at + 2] += value;
            panes[at + 4] = Math.max(panes[at + 4], value);
        }
        panes[at + 1] = before + 1;
    }

    private void insert(KeyMemory memory, int at, long pane, double value) {
        memory.makeRoom(slot);
        double[] panes = memory.numbers();
        int used = memory.used(slot);
        System.arraycopy(panes, at, panes, at + stride, memory.start(slot) + used - at);
        panes[at] = pane;
        panes[at + 1] = 1;
        if (stride == VALUE_STRIDE) {
            panes[at + 2] = value;
            panes[at + 3] = 0;
            panes[at + 4] = value;
        }
        memory.use(slot, used + stride);
    }

    private void forgetBefore(KeyMemory memory, long oldest) {
        double[] panes = memory.numbers();
        int start = memory.start(slot);
        int used = memory.used(slot);
        int from = start;
        while (panes[from] < oldest) {
            from += stride;
        }
        if (from > start) {
            int left = start + used - from;
            System.arraycopy(panes, from, panes, start, left);
            memory.use(slot, left);
        }
    }
}
