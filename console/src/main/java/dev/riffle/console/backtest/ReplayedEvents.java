package dev.riffle.console.backtest;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The selected rows as events, in the order of their replay: straight from the files in file order, from memory where
 * they are shuffled.
 */
final class ReplayedEvents implements Iterator<LabelledEvent>, Closeable {
    private final RowSelection selection;
    private final ConcatenatedTables tables;
    private final EventDecoder decoder;
    private final long offset;
    private final LabelledEvent[] held;
    private int position;

    /** @param offset how many events were replayed before these */
    ReplayedEvents(RowSelection selection, ConcatenatedTables tables, EventDecoder decoder, long offset) {
        this.selection = selection;
        this.tables = tables;
        this.decoder = decoder;
        this.offset = offset;
        this.held = selection.inFileOrder() ? null : hold();
    }

    private LabelledEvent[] hold() {
        LabelledEvent[] events = new LabelledEvent[selection.kept()];
        while (tables.hasNext()) {
            FileRow row = tables.next();
            if (selection.keeps(row.index())) {
                int at = selection.position(row.index());
                events[at] = decoder.decode(row, offset + at);
            }
        }
        return events;
    }

    @Override
    public boolean hasNext() {
        return position < selection.kept();
    }

    @Override
    public LabelledEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int at = position++;
        if (held == null) {
            return decoder.decode(tables.next(), offset + at);
        }
        LabelledEvent event = held[at];
        held[at] = null;
        return event;
    }

    @Override
    public void close() throws IOException {
        tables.close();
    }
}
