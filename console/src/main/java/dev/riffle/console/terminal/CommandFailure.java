package dev.riffle.console.terminal;

/**
 * A command cannot do what it was asked to, for a reason that its user can understand and mend: the message is one
 * sentence that says what was found and what was expected. Printed without a stack trace unless {@code --verbose}.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
