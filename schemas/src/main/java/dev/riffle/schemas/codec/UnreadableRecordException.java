package dev.riffle.schemas.codec;

import java.io.IOException;

/** Bytes that are not the record that was expected; the message says what was found, what was expected and where. */
public final class UnreadableRecordException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String message) {
        super(message);
    }

    UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
