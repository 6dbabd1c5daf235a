package dev.riffle.console.backtest;

import dev.riffle.console.tables.InvalidTableException;
import java.util.Locale;

/** The column that says which rows are anomalies. Only the evaluation sees it, never the detector. */
record LabelColumn(String name) {

    /**
     * Reads a label.
     *
     * @param where the file and row, for the error message
     * @throws InvalidTableException if the cell is no label
     */
    boolean isAnomaly(String cell, FileRow where) {
        String label = cell == null ? "" : cell.strip().toLowerCase(Locale.ROOT);
        return switch (label) {
            case "1", "1.0", "true", "anomaly" -> true;
            case "0", "0.0", "false", "normal" -> false;
            default ->
                throw where.invalid(
                        "label column '%s' holds %s; 0 or 1 (false or true, normal or anomaly) was expected."
                                .formatted(name, cell == null ? "nothing" : "'" + cell + "'"));
        };
    }
}
