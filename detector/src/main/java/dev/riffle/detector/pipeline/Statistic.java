package dev.riffle.detector.pipeline;

/** What a history feature tells about a key's earlier events. */
public enum Statistic {
    /** Number of events; 0 without history. */
    COUNT("count"),
    /** Sum of the values; 0 without history. */
    SUM("sum"),
    /** Arithmetic mean of the values; NaN without history. */
    MEAN("mean"),
    /** Largest value; NaN without history. */
    MAX("max"),
    /**
     * This event's value less the mean of the earlier ones, over their sample standard deviation: at least 1/1000 of
     * (1 + |mean|), the result limited to +-20. NaN with fewer than three earlier values, or where this event has none.
     */
    DEVIATION("deviation"),
    /**
     * This event's value less the mean of the earlier ones, over the mean's absolute value, limited to +-20: how many
     * times the key's usual. NaN without an earlier value, or where this event has none. A spread that is estimated for
     * every key errs where the key has few events, and grows with the very values that it is to show; a multiple does
     * neither.
     */
    RELATIVE("relative"),
    /** {@code ln(1 + seconds)} since the key's last event that was not later than this one; NaN without one. */
    SINCE_LAST("sinceLast");

    private final String label;

    Statistic(String label) {
        this.label = label;
    }

    static Statistic ofLabel(String label) {
        for (Statistic one : values()) {
            if (one.label.equals(label)) {
                return one;
            }
        }
        throw new IllegalArgumentException("There is no statistic called " + label);
    }

    /** As written in a pipeline file. */
    public String label() {
        return label;
    }

    /** Whether it is taken of a number feature's values, rather than of the events themselves. */
    public boolean needsValue() {
        return this != COUNT && this != SINCE_LAST;
    }

    /** Whether it covers a time window. */
    public boolean needsWindow() {
        return this != SINCE_LAST;
    }
}
