package dev.riffle.console.tables;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Reads one row ahead. */
abstract class RowIterator implements Iterator<Row> {
    private Row next;
    private boolean ended;

    /** The next row, or null at the end. */
    abstract Row read();

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Row row = next;
        next = null;
        return row;
    }
}
