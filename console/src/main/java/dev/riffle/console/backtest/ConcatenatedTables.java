package dev.riffle.console.backtest;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.console.tables.TableReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The rows of several files, one file after the other, as if they were one. */
final class ConcatenatedTables implements Iterator<FileRow>, Closeable {
    private final List<Path> files;
    private final List<String> columns;
    private int opened;
    private TableReader current;
    private long index;

    /** @param files at least one; CSV files all have the first one's header */
    ConcatenatedTables(List<Path> files) {
        this.files = List.copyOf(files);
        this.current = TableReader.open(this.files.get(0));
        this.opened = 1;
        this.columns = current.columns();
    }

    /** Counts the rows, reading all files once, so that a file that cannot be used is known before anything is done. */
    static long count(List<Path> files) {
        try (ConcatenatedTables tables = new ConcatenatedTables(files)) {
            long rows = tables.current.skipAll();
            while (tables.opened < files.size()) {
                tables.advance(files.get(tables.opened++));
                rows += tables.current.skipAll();
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first file's columns. */
    List<String> columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        while (!current.iterator().hasNext()) {
            if (opened == files.size()) {
                return false;
            }
            advance(files.get(opened++));
        }
        return true;
    }

    private void advance(Path file) {
        try {
            current.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        current = TableReader.open(file);
        if (current.hasFixedColumns() && !current.columns().equals(columns)) {
            throw new InvalidTableException(
                    "%s has the columns %s, where %s has %s; files that are read as one have the same header."
                            .formatted(file, current.columns(), files.get(0), columns));
        }
    }

    @Override
    public FileRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return new FileRow(index++, current.file(), current.iterator().next());
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
