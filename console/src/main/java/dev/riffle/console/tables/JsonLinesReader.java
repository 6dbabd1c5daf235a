package dev.riffle.console.tables;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Reads JSON lines: one flat object per line. Blank lines are passed over; objects may differ in their fields. */
final class JsonLinesReader implements TableReader {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Path file;
    private final BufferedReader reader;
    private final RowIterator rows = new RowIterator() {
        @Override
        Row read() {
            return readRow();
        }
    };
    private final List<String> firstColumns;
    private List<String> columns = List.of();
    private long number;

    JsonLinesReader(TableText text) {
        this.file = text.file();
        this.reader = new BufferedReader(text.reader(), 1 << 16);
        // Asking reads the first object ahead, and with it the columns.
        this.firstColumns = rows.hasNext() ? columns : List.of();
    }

    private Row readRow() {
        try {
            String line = reader.readLine();
            while (line != null && line.isBlank()) {
                line = reader.readLine();
            }
            if (line == null) {
                return null;
            }
            number++;
            return parse(line);
        } catch (IOException e) {
            throw TableText.unreadable(file, number, e);
        }
    }

    private Row parse(String line) throws IOException {
        List<String> names = new ArrayList<>(columns.size());
        List<String> cells = new ArrayList<>(columns.size());
        try (JsonParser parser = FACTORY.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw InvalidTableException.inRow(file, number, "not a JSON object.");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                names.add(name);
                cells.add(cell(name, parser));
            }
            if (parser.nextToken() != null) {
                throw InvalidTableException.inRow(file, number, "more than one JSON object on the line.");
            }
        } catch (JsonProcessingException e) {
            throw InvalidTableException.inRow(file, number, "not JSON: " + e.getOriginalMessage());
        }
        if (!names.equals(columns)) {
            columns = unique(names);
        }
        return new JsonRow(number, columns, cells.toArray(String[]::new), line);
    }

    private String cell(String name, JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != null && token.isStructStart()) {
            throw InvalidTableException.inRow(
                    file,
                    number,
                    "field '%s' holds %s; a flat object was expected."
                            .formatted(name, token == JsonToken.START_OBJECT ? "an object" : "an array"));
        }
        return parser.getText();
    }

    private List<String> unique(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw InvalidTableException.inRow(file, number, "field '%s' twice in one object.".formatted(name));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public List<String> columns() {
        return firstColumns;
    }

    @Override
    public boolean hasFixedColumns() {
        return false;
    }

    @Override
    public Iterator<Row> iterator() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
