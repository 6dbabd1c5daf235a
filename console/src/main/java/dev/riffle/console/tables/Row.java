package dev.riffle.console.tables;

import java.util.List;

/**
 * One row of a table. Rows of a CSV file all share one list of columns; rows of JSON lines share it for as long as the
 * objects have the same fields in the same order, so that a reader looks its columns up again only when the
 * <em>instance</em> changes.
 */
public sealed interface Row permits CsvRow, JsonRow {
    /** The row's number in its file, from 1; a header is not counted. */
    long number();

    /** Names of the cells; unique. */
    List<String> columns();

    /** One cell per column, as text; null where the cell is empty or JSON's null. */
    String[] cells();
}
