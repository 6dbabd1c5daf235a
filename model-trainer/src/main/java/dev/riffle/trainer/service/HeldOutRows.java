package dev.riffle.trainer.service;

import dev.riffle.detector.FeatureVector;
import dev.riffle.detector.replay.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The newest of the rows that no training sees, flagged or not: what challengers are judged on. Whether a row is held out
 * depends on its event's id alone, so that after a restart the same rows are held out.
 */
final class HeldOutRows {
    /** One event in so many is held out. */
    static final int ONE_IN = 10;

    private final int capacity;
    private final Deque<FeatureRow> rows = new ArrayDeque<>();

    /** @param capacity most rows kept, at least 1 */
    HeldOutRows(int capacity) {
        this.capacity = capacity;
    }

    /** True if the event belongs to those that are held out. */
    static boolean holdsOut(String eventId) {
        // String's hash is defined for good; its low bits alone would hold out every tenth of ids that are numbered.
        int mixed = eventId.hashCode() * 0x9E3779B9;
        return Integer.remainderUnsigned(mixed ^ (mixed >>> 15), ONE_IN) == 0;
    }

    void add(FeatureRow row) {
        rows.addLast(row);
        if (rows.size() > capacity) {
            rows.removeFirst();
        }
    }

    /** The rows by event time, oldest first. */
    List<Row> snapshot(FindingsByEvent findings) {
        List<FeatureRow> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparingLong(FeatureRow::eventTime));
        return ordered.stream()
                .map(row -> new Row(new FeatureVector(row.values()), row.eventTime(), findings.label(row.eventId())))
                .toList();
    }
}
