package dev.riffle.detector.pipeline;

/**
 * A key's newest values with their event times, ascending, so that an event out of order finds the values before its
 * own time. Bounded: {@code rows} values. They are one slot of the key's memory: {@code [time 0, value 0, time 1, ...]}.
 */
final class RecentValues {
    private static final int STRIDE = 2;

    private final int slot;
    private final int rows;
    /** Of the event looked at: its key's numbers, where the values begin, and how many are at or before it. */
    private double[] numbers;

    private int start;
    private int before;

    /**
     * @param slot index of the values in a key's memory
     * @param rows values to keep, at least 1
     */
    RecentValues(int slot, int rows) {
        this.slot = slot;
        this.rows = rows;
    }

    static MemoryLayout.Slot layout(String signature, int rows) {
        return new MemoryLayout.Slot(signature, 0, STRIDE, STRIDE * rows);
    }

    private double value(int index) {
        return numbers[start + STRIDE * index + 1];
    }

    /** Looks at the values as they stand at a time; what has that very time counts as earlier. */
    void evaluate(KeyMemory memory, long time) {
        numbers = memory.numbers();
        start = memory.start(slot);
        int end = start + memory.used(slot);
        while (end > start && numbers[end - STRIDE] > time) {
            end -= STRIDE;
        }
        before = (end - start) / STRIDE;
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
    void add(KeyMemory memory, long time, double value) {
        int first = memory.start(slot);
        int used = memory.used(slot);
        int at = first + used;
        while (at > first && memory.numbers()[at - STRIDE] > time) {
            at -= STRIDE;
        }
        if (used < STRIDE * rows) {
            memory.makeRoom(slot);
            double[] wider = memory.numbers();
            System.arraycopy(wider, at, wider, at + STRIDE, first + used - at);
            put(wider, at, time, value);
            memory.use(slot, used + STRIDE);
        } else if (at > first) {
            double[] full = memory.numbers();
            System.arraycopy(full, first + STRIDE, full, first, at - first - STRIDE);
            put(full, at - STRIDE, time, value);
        }
    }

    private static void put(double[] numbers, int at, long time, double value) {
        numbers[at] = time;
        numbers[at + 1] = value;
    }
}
