package dev.riffle.detector.pipeline;

/** A pipeline file that cannot be used; the message says what was found, what was expected and where. */
public final class InvalidPipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidPipelineException(String message) {
        super(message);
    }

    public InvalidPipelineException(String message, Throwable cause) {
        super(message, cause);
    }
}
