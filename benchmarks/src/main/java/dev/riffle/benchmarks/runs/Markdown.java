package dev.riffle.benchmarks.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;

/** A Markdown file that grows. */
public final class Markdown {
    private final StringBuilder text = new StringBuilder();

    public Markdown heading(int level, String title) {
        return paragraph("#".repeat(level) + " " + title);
    }

    public Markdown paragraph(String paragraph) {
        if (text.length() > 0) {
            text.append('\n');
        }
        text.append(paragraph.strip()).append('\n');
        return this;
    }

    public Markdown list(List<String> items) {
        return paragraph("- " + String.join("\n- ", items));
    }

    /** A table; all rows have as many cells as its head. */
    public Markdown table(List<String> head, List<List<String>> rows) {
        StringBuilder table = new StringBuilder(line(head));
        table.append(line(Collections.nCopies(head.size(), "---")));
        rows.forEach(row -> table.append(line(row)));
        return paragraph(table.toString());
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Replaces a file at once, so that nobody ever reads half of it. */
    public void write(Path file) {
        Path absolute = file.toAbsolutePath();
        Path fresh = absolute.resolveSibling(absolute.getFileName() + ".new");
        try {
            Files.createDirectories(absolute.getParent());
            Files.writeString(fresh, text);
            Files.move(fresh, absolute, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
