package dev.riffle.schemas.codec;

import dev.riffle.schemas.DeadLetterReason;

/** An event payload that cannot be read; the message says what was found, what was expected and at which byte. */
public final class MalformedEventException extends Exception {
    private static final long serialVersionUID = 1L;

    private final DeadLetterReason reason;

    MalformedEventException(DeadLetterReason reason, String message) {
        // No stack trace: a stream of garbage must not cost more than a stream of events.
        super(message, null, false, false);
        this.reason = reason;
    }

    /** MALFORMED or TOO_LARGE. */
    public DeadLetterReason reason() {
        return reason;
    }
}
