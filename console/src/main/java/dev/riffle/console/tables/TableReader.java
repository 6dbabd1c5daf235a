package dev.riffle.console.tables;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * A table, read once from front to back without being held in memory. Reading throws {@link InvalidTableException} at
 * the first row that is wrong.
 */
public interface TableReader extends Iterable<Row>, Closeable {

    /**
     * Opens a table: JSON lines if the text begins with a brace, else CSV with a header, separated by commas, semicolons
     * or tabs, whichever the header has most of. UTF-8; gzip is recognised by its first bytes.
     *
     * @throws InvalidTableException if there is no such file, or it is empty, binary, or named .gz without being gzip
     */
    static TableReader open(Path file) {
        TableText text = TableText.open(file);
        try {
            return text.startsWith('{') ? new JsonLinesReader(text) : new CsvReader(text);
        } catch (RuntimeException e) {
            try {
                text.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    Path file();

    /** The header; for JSON lines the fields of the first object. */
    List<String> columns();

    /** True if every row has exactly {@link #columns()}, false if rows may differ. */
    boolean hasFixedColumns();

    /** The rows that are still unread; every call returns the same iterator. */
    @Override
    Iterator<Row> iterator();

    /** Reads the rows that are still unread, as the iterator would, only to know how many there are. */
    default long skipAll() {
        long rows = 0;
        for (Iterator<Row> unread = iterator(); unread.hasNext(); unread.next()) {
            rows++;
        }
        return rows;
    }

    @Override
    void close() throws IOException;
}
