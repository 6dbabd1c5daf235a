package dev.riffle.console.backtest;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.console.tables.Row;
import dev.riffle.console.tables.TableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The first rows of a table, enough to know its columns by.
 *
 * @param columns the header; for JSON lines all fields of these rows
 * @param rows cells in the columns' order; null where a row has none
 */
record TableSample(Path file, List<String> columns, List<String[]> rows) {
    /** @param most how many rows to read at most */
    static TableSample read(Path file, int most) {
        List<Row> rows = new ArrayList<>();
        Set<String> columns;
        try (TableReader reader = TableReader.open(file)) {
            columns = new LinkedHashSet<>(reader.columns());
            for (Row row : reader) {
                if (rows.size() == most) {
                    break;
                }
                rows.add(row);
                columns.addAll(row.columns());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> names = List.copyOf(columns);
        return new TableSample(
                file, names, rows.stream().map(row -> aligned(row, names)).toList());
    }

    private static String[] aligned(Row row, List<String> names) {
        if (row.columns().equals(names)) {
            return row.cells();
        }
        String[] cells = new String[names.size()];
        for (int i = 0; i < cells.length; i++) {
            int at = row.columns().indexOf(names.get(i));
            cells[i] = at < 0 ? null : row.cells()[at];
        }
        return cells;
    }

    /** @param role what the column is to be, for the error message */
    void requireColumn(String name, String role) {
        if (!columns.contains(name)) {
            throw new InvalidTableException(
                    "%s has no column '%s', named as the %s; its columns are %s.".formatted(file, name, role, names()));
        }
    }

    String names() {
        return String.join(", ", columns);
    }
}
