package dev.riffle.detector.pipeline;

/** An event that the pipeline cannot take, with the reason. */
public final class InvalidEventException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, for machines. */
    public enum Reason {
        MISSING_FIELD,
        WRONG_TYPE,
        NOT_FINITE,
        TIME_OUT_OF_RANGE
    }

    private final Reason reason;

    public InvalidEventException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
