package dev.riffle.benchmarks.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lies beside a table of results, by its name: {@code table.md}, {@code table-notes.md}, {@code table-runs.jsonl}. */
public final class ResultFiles {
    private static final String TABLE = ".md";

    private ResultFiles() {}

    /** The file beside a table whose name ends so. */
    public static Path sibling(Path table, String ending) {
        String name = table.getFileName().toString();
        String stem = name.endsWith(TABLE) ? name.substring(0, name.length() - TABLE.length()) : name;
        return table.resolveSibling(stem + ending);
    }

    /** Writes a report, with what people have to say about it at its end. */
    public static void write(Markdown report, Path table) {
        String notes = notes(table);
        (notes.isBlank() ? report : report.paragraph(notes)).write(table);
    }

    /** What people have to say about a table's figures, in Markdown; empty if there is no such file. */
    public static String notes(Path table) {
        Path notes = sibling(table, "-notes.md");
        try {
            return Files.exists(notes) ? Files.readString(notes) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(notes, e.getMessage()), e);
        }
    }
}
