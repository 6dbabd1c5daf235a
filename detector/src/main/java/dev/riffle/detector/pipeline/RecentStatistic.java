package dev.riffle.detector.pipeline;

/** What a recent feature tells about the key's last rows, this one included. */
public enum RecentStatistic {
    /** The value so many rows ago; NaN with fewer. */
    LAG("lag"),
    /** This value less the one so many rows ago; NaN with fewer. */
    DIFFERENCE("difference"),
    /** Arithmetic mean of the last rows. */
    MEAN("mean"),
    /** Standard deviation of the last rows (of these, not of what they are a sample of); 0 for one. */
    STD("std"),
    /** Mean of the last rows, each older one weighing less by 1 - 2 / (rows + 1). */
    EWMA("ewma");

    private final String label;

    RecentStatistic(String label) {
        this.label = label;
    }

    static RecentStatistic ofLabel(String label) {
        for (RecentStatistic one : values()) {
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

    /** Whether the result is in the unit of the values, around their size. */
    boolean keepsUnit() {
        return this == LAG || this == MEAN || this == EWMA;
    }
}
