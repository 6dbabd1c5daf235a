package dev.riffle.detector.bundle;

/** A model bundle that cannot be used: damaged, truncated, of a future format version, or inconsistent. */
public final class InvalidBundleException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidBundleException(String message) {
        super(message);
    }

    public InvalidBundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
