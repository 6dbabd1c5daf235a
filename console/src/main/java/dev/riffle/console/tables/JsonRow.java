package dev.riffle.console.tables;

import java.util.List;

/**
 * A row of JSON lines.
 *
 * @param line the object as it stands in the file
 */
public record JsonRow(long number, List<String> columns, String[] cells, String line) implements Row {}
