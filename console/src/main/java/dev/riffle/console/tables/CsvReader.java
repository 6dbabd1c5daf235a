package dev.riffle.console.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Reads CSV with a header: every row has as many cells as the header. Blank lines are passed over. */
final class CsvReader implements TableReader {
    private static final CsvFactory FACTORY = CsvFactory.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
            .build();

    private final Path file;
    private final CsvParser parser;
    private final List<String> columns;
    private final RowIterator rows = new RowIterator() {
        @Override
        Row read() {
            return readRow();
        }
    };
    private long number;

    CsvReader(TableText text) {
        this.file = text.file();
        if (text.startsWith('[')) {
            throw InvalidTableException.inFile(
                    file, "begins with '[', a JSON array; JSON lines (one object per line) or CSV were expected.");
        }
        try {
            this.parser = FACTORY.createParser(text.reader());
            parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator(text.firstLine())));
            this.columns = readHeader();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static char separator(String header) {
        char best = ',';
        long most = 0;
        for (char candidate : new char[] {',', ';', '\t'}) {
            long count = header.chars().filter(c -> c == candidate).count();
            if (count > most) {
                best = candidate;
                most = count;
            }
        }
        return best;
    }

    private List<String> readHeader() throws IOException {
        // A schema without columns makes every record an array, the header too.
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw InvalidTableException.inFile(file, "has no header line.");
        }
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            String name = token == JsonToken.VALUE_NULL ? "" : parser.getText().strip();
            if (name.isEmpty()) {
                throw InvalidTableException.inFile(
                        file, "has no name for column %d in its header.".formatted(names.size() + 1));
            }
            if (!seen.add(name)) {
                throw InvalidTableException.inFile(
                        file, "names column '%s' twice in its header (is the header line missing?).".formatted(name));
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    private Row readRow() {
        String[] cells = new String[columns.size()];
        return readInto(cells) ? new CsvRow(number, columns, cells) : null;
    }

    /**
     * Reads a row; false at the end.
     *
     * @param cells receives the texts; null for nobody
     */
    private boolean readInto(String[] cells) {
        try {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return false;
            }
            int count = 0;
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (cells != null && count < cells.length && token != JsonToken.VALUE_NULL) {
                    cells[count] = parser.getText();
                }
                count++;
            }
            if (count != columns.size()) {
                throw InvalidTableException.inRow(file, number + 1, raggedness(count));
            }
            number++;
            return true;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public long skipAll() {
        long skipped = 0;
        // The iterator may have read one ahead.
        if (rows.hasNext()) {
            rows.next();
            skipped++;
        }
        while (readInto(null)) {
            skipped++;
        }
        return skipped;
    }

    private String raggedness(int count) {
        return count < columns.size()
                ? "%d cells, where the header names %d columns; column '%s' has none."
                        .formatted(count, columns.size(), columns.get(count))
                : "%d cells, where the header names %d columns.".formatted(count, columns.size());
    }

    private InvalidTableException failure(IOException e) {
        if (e instanceof JsonProcessingException syntax) {
            return InvalidTableException.inRow(file, number + 1, "not CSV: " + syntax.getOriginalMessage());
        }
        return TableText.unreadable(file, number, e);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean hasFixedColumns() {
        return true;
    }

    @Override
    public Iterator<Row> iterator() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
