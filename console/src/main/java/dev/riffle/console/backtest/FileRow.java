package dev.riffle.console.backtest;

import dev.riffle.console.tables.InvalidTableException;
import dev.riffle.console.tables.Row;
import java.nio.file.Path;

/**
 * A row and where it comes from.
 *
 * @param index the row's index over all files, from 0
 */
record FileRow(long index, Path file, Row row) {

    /** An error about this row. */
    InvalidTableException invalid(String what) {
        return InvalidTableException.inRow(file, row.number(), what);
    }
}
