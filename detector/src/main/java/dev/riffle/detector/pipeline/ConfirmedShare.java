package dev.riffle.detector.pipeline;

import java.util.Arrays;

/**
 * The share of a key's events that analysts confirmed as anomalies, over a window that ends some time ago, when verdicts
 * are in: confirmed events over all events between t - delay - window and t - delay. Event time is cut into panes of a
 * 24th of the window, or of a {@value #MOST_PANES}th of window and delay where that is longer; only panes that begin
 * and end within the span count. A live object for one thread.
 *
 * <p>All of it is one entry of the key's memory: newest pane, then events and confirmed events of pane p at the places
 * 1 + 2 (p mod n) and 2 + 2 (p mod n) of n panes.
 */
final class ConfirmedShare {
    static final int MOST_PANES = 512;
    private static final int HEADER = 1;
    private static final int PANES_PER_WINDOW = 24;

    private final long windowMillis;
    private final long delayMillis;
    private final long paneMillis;
    private final int panes;
    private final int slot;

    /** @param slot index of the share in a key's memory */
    ConfirmedShare(int slot, long windowMillis, long delayMillis) {
        this.slot = slot;
        this.windowMillis = windowMillis;
        this.delayMillis = delayMillis;
        long span = windowMillis + delayMillis;
        paneMillis = Math.max(1, Math.max(windowMillis / PANES_PER_WINDOW, (span + MOST_PANES - 1) / MOST_PANES));
        panes = (int) (span / paneMillis) + 2;
    }

    MemoryLayout.Slot layout(String signature) {
        int numbers = HEADER + 2 * panes;
        return new MemoryLayout.Slot(signature, paneMillis, numbers, numbers);
    }

    /** The share as of a time, in [0, 1]; 0 where no event is in the window. */
    double at(KeyMemory memory, long time) {
        if (isEmpty(memory)) {
            return 0;
        }
        double[] numbers = memory.numbers();
        int start = memory.start(slot);
        long last = Math.floorDiv(time - delayMillis, paneMillis) - 1;
        long first = Math.floorDiv(time - delayMillis - windowMillis, paneMillis) + 1;
        long newest = (long) numbers[start];
        double events = 0;
        double confirmed = 0;
        for (long pane = Math.max(first, oldest(newest)); pane <= Math.min(last, newest); pane++) {
            int at = start + place(pane);
            events += numbers[at];
            confirmed += numbers[at + 1];
        }
        return events == 0 ? 0 : confirmed / events;
    }

    /** Remembers an event, unless it is older than what is kept. */
    void add(KeyMemory memory, long time) {
        long pane = Math.floorDiv(time, paneMillis);
        if (isEmpty(memory)) {
            double[] fresh = new double[HEADER + 2 * panes];
            fresh[0] = pane;
            memory.put(slot, fresh);
        }
        double[] numbers = memory.numbers();
        int start = memory.start(slot);
        long newest = (long) numbers[start];
        if (pane > newest) {
            if (pane - newest >= panes) {
                Arrays.fill(numbers, start + HEADER, start + HEADER + 2 * panes, 0);
            } else {
                for (long passed = newest + 1; passed <= pane; passed++) {
                    numbers[start + place(passed)] = 0;
                    numbers[start + place(passed) + 1] = 0;
                }
            }
            numbers[start] = pane;
            newest = pane;
        }
        if (pane >= oldest(newest)) {
            numbers[start + place(pane)]++;
        }
    }

    /** Remembers that an event of that time was confirmed; passed over where no event of its time is remembered. */
    void confirm(KeyMemory memory, long time) {
        if (isEmpty(memory)) {
            return;
        }
        double[] numbers = memory.numbers();
        int start = memory.start(slot);
        long pane = Math.floorDiv(time, paneMillis);
        long newest = (long) numbers[start];
        if (pane <= newest && pane >= oldest(newest)) {
            int at = start + place(pane);
            numbers[at + 1] = Math.min(numbers[at], numbers[at + 1] + 1);
        }
    }

    private boolean isEmpty(KeyMemory memory) {
        return memory.used(slot) == 0;
    }

    private long oldest(long newest) {
        return newest - panes + 1;
    }

    private int place(long pane) {
        return HEADER + 2 * (int) Math.floorMod(pane, (long) panes);
    }
}
