package dev.riffle.console.backtest;

/** In which order rows are replayed. */
public enum RowOrder {
    /** As they stand in the files. */
    FILE,
    /** Shuffled by the seed. */
    SHUFFLE;

    /** @throws IllegalArgumentException naming what was found and what is expected */
    public static RowOrder parse(String text) {
        for (RowOrder order : values()) {
            if (order.name().equalsIgnoreCase(text)) {
                return order;
            }
        }
        throw new IllegalArgumentException("order is '%s'; 'file' or 'shuffle' was expected".formatted(text));
    }
}
