package dev.riffle.trainer.service;

/** Somebody else publishes models now: what this publisher knows of them is out of date. */
public final class SupersededException extends Exception {
    private static final long serialVersionUID = 1L;

    public SupersededException(String message, Throwable cause) {
        super(message, cause);
    }
}
