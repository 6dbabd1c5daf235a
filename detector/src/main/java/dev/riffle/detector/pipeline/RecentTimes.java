package dev.riffle.detector.pipeline;

/**
 * The newest {@value #KEPT} event times of a key, ascending, so that an event out of order finds its predecessor. They
 * are one slot of the key's memory, a number each.
 */
final class RecentTimes {
    static final int KEPT = 8;

    private final int slot;

    /** @param slot index of the times in a key's memory */
    RecentTimes(int slot) {
        this.slot = slot;
    }

    static MemoryLayout.Slot layout(String signature) {
        return new MemoryLayout.Slot(signature, 0, 1, KEPT);
    }

    /** Milliseconds since the last time not after this one; NaN without one. */
    double since(KeyMemory memory, long time) {
        double[] numbers = memory.numbers();
        int start = memory.start(slot);
        for (int i = start + memory.used(slot) - 1; i >= start; i--) {
            if (numbers[i] <= time) {
                return time - numbers[i];
            }
        }
        return Double.NaN;
    }

    void add(KeyMemory memory, long time) {
        int start = memory.start(slot);
        int used = memory.used(slot);
        int at = start + used;
        while (at > start && memory.numbers()[at - 1] > time) {
            at--;
        }
        if (at > start && memory.numbers()[at - 1] == time) {
            return;
        }
        if (used < KEPT) {
            memory.makeRoom(slot);
            double[] numbers = memory.numbers();
            System.arraycopy(numbers, at, numbers, at + 1, start + used - at);
            numbers[at] = time;
            memory.use(slot, used + 1);
        } else if (at > start) {
            double[] numbers = memory.numbers();
            System.arraycopy(numbers, start + 1, numbers, start, at - start - 1);
            numbers[at - 1] = time;
        }
    }
}
