package dev.riffle.jobs.operators;

/** A model release that the job does not adopt; the message says why. */
final class RefusedReleaseException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedReleaseException(String message) {
        super(message);
    }

    RefusedReleaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
