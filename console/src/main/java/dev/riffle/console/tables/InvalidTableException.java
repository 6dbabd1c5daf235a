package dev.riffle.console.tables;

import java.nio.file.Path;

/** A table that cannot be read, or a cell that cannot be used; the message names the file, the row and the column. */
public final class InvalidTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidTableException(String message) {
        super(message);
    }

    public InvalidTableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Something is wrong with a file as a whole. */
    public static InvalidTableException inFile(Path file, String what) {
        return new InvalidTableException(file + " " + what);
    }

    /**
     * Something is wrong with one row.
     *
     * @param row the row's number, from 1, the header not counted
     */
    public static InvalidTableException inRow(Path file, long row, String what) {
        return new InvalidTableException("%s, row %,d: %s".formatted(file, row, what));
    }
}
