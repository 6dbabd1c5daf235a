package dev.riffle.console.tables;

import java.util.List;

/** A row of a CSV file. */
public record CsvRow(long number, List<String> columns, String[] cells) implements Row {}
