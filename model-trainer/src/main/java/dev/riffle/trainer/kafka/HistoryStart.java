package dev.riffle.trainer.kafka;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;

/** Where a trainer begins to read the topic {@code features}. */
public sealed interface HistoryStart {
    /** With the oldest record. */
    record Earliest() implements HistoryStart {}

    /** With the first record that was written at that time or later. */
    record Since(Instant time) implements HistoryStart {
        public Since {
            Objects.requireNonNull(time, "time");
        }
    }

    /** @param rows newest records, of all partitions together, at least 0 */
    record Newest(long rows) implements HistoryStart {
        public Newest {
            if (rows < 0) {
                throw new IllegalArgumentException("History begins " + rows + " rows ago; expected at least 0");
            }
        }
    }

    /**
     * Parses "earliest", a time such as 2026-01-31T12:00:00Z, or a number of events.
     *
     * @throws IllegalArgumentException naming what was found and what is expected
     */
    static HistoryStart parse(String text) {
        if (text.equals("earliest")) {
            return new Earliest();
        }
        try {
            return text.matches("\\d{1,18}") ? new Newest(Long.parseLong(text)) : new Since(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "History begins with '" + text
                            + "'; expected earliest, a time such as 2026-01-31T12:00:00Z, or a number of events",
                    e);
        }
    }
}
