package dev.riffle.console.images;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.console.tables.Row;
import dev.riffle.console.tables.TableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table of numbers with a column of labels. Values that all lie in [0, 1] stay as they are; whole numbers from 0 to
 * 255 are taken for pixels and divided by 255; any other table has its columns standardised.
 */
public final class LabelledTable {
    private static final float LARGEST_PIXEL = 255;

    private final Path file;
    private final String label;
    private final Set<String> excluded;
    private final List<String> names = new ArrayList<>();
    private final List<float[]> rows = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final Map<String, Integer> classes = new HashMap<>();

    private LabelledTable(Path file, String label, List<String> excluded) {
        this.file = file;
        this.label = label;
        this.excluded = new HashSet<>(excluded);
    }

    /**
     * Reads a table.
     *
     * @param label column of the classes, any text
     * @param excluded columns that are left out
     * @throws InvalidTableException if a column is missing or constant or a cell holds no number; names file, row and
     *     column
     */
    public static LabelledRows read(Path file, String label, List<String> excluded) {
        return new LabelledTable(file, label, excluded).read();
    }

    private LabelledRows read() {
        try (TableReader table = TableReader.open(file)) {
            if (!table.hasFixedColumns()) {
                throw InvalidTableException.inFile(file, "holds JSON lines; CSV with a header was expected.");
            }
            require(table.columns(), label, "the label");
            for (String column : excluded) {
                require(table.columns(), column, "one to exclude");
            }
            for (String column : table.columns()) {
                if (isFeature(column)) {
                    names.add(column);
                }
            }
            if (names.isEmpty()) {
                throw InvalidTableException.inFile(file, "has no column but '%s' to cluster by.".formatted(label));
            }
            for (Row row : table) {
                add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
        if (rows.isEmpty()) {
            throw InvalidTableException.inFile(file, "has a header and no rows; at least one was expected.");
        }
        refuseConstantColumns();
        scale();
        return new LabelledRows(
                rows.toArray(float[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                classes.size());
    }

    private boolean isFeature(String column) {
        return !column.equals(label) && !excluded.contains(column);
    }

    private void require(List<String> columns, String column, String as) {
        if (!columns.contains(column)) {
            throw InvalidTableException.inFile(
                    file,
                    "has no column '%s', named as %s; its columns are %s."
                            .formatted(column, as, shortened(columns)));
        }
    }

    private void add(Row row) {
        float[] values = new float[names.size()];
        int next = 0;
        for (int c = 0; c < row.cells().length; c++) {
            String column = row.columns().get(c);
            String cell = row.cells()[c];
            if (column.equals(label)) {
                if (cell == null || cell.isBlank()) {
                    throw InvalidTableException.inRow(
                            file, row.number(), "label column '%s' is empty; a class was expected.".formatted(label));
                }
                labels.add(classes.computeIfAbsent(cell.strip(), unseen -> classes.size()));
            } else if (isFeature(column)) {
                values[next++] = number(row.number(), column, cell);
            }
        }
        rows.add(values);
    }

    private float number(long row, String column, String cell) {
        if (cell != null) {
            try {
                float value = Float.parseFloat(cell.strip());
                if (Float.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Falls through to the same refusal as for an empty cell.
            }
        }
        throw InvalidTableException.inRow(
                file,
                row,
                "column '%s' %s; a finite number was expected."
                        .formatted(column, cell == null ? "is empty" : "holds '" + cell + "'"));
    }

    private void refuseConstantColumns() {
        List<String> constant = new ArrayList<>();
        for (int f = 0; f < names.size(); f++) {
            float first = rows.get(0)[f];
            boolean varies = false;
            for (int i = 1; i < rows.size() && !varies; i++) {
                varies = rows.get(i)[f] != first;
            }
            if (!varies) {
                constant.add(names.get(f));
            }
        }
        if (!constant.isEmpty()) {
            throw InvalidTableException.inFile(
                    file,
                    "has the same value in every row, from row 1 to %,d, of column %s; leave it out with --exclude."
                            .formatted(rows.size(), shortened(constant)));
        }
    }

    private static String shortened(List<String> columns) {
        int shown = Math.min(8, columns.size());
        String names = String.join(", ", columns.subList(0, shown));
        return columns.size() > shown
                ? "%s, ... (%,d more) and %s"
                        .formatted(names, columns.size() - shown - 1, columns.get(columns.size() - 1))
                : names;
    }

    private void scale() {
        boolean unit = true;
        boolean pixels = true;
        for (float[] row : rows) {
            for (float value : row) {
                unit &= value >= 0 && value <= 1;
                pixels &= value >= 0 && value <= LARGEST_PIXEL && value == Math.rint(value);
            }
        }
        if (unit) {
            return;
        }
        for (int f = 0; f < names.size(); f++) {
            if (pixels) {
                transform(f, 0, LARGEST_PIXEL);
            } else {
                standardise(f);
            }
        }
    }

    private void standardise(int f) {
        double mean = 0;
        for (float[] row : rows) {
            mean += row[f] / (double) rows.size();
        }
        double variance = 0;
        for (float[] row : rows) {
            variance += (row[f] - mean) * (row[f] - mean) / rows.size();
        }
        transform(f, mean, Math.sqrt(variance));
    }

    private void transform(int f, double shift, double scale) {
        for (float[] row : rows) {
            row[f] = (float) ((row[f] - shift) / scale);
        }
    }
}
