package dev.riffle.console.terminal;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * Notes and a running status on standard error. On a terminal the status is one line that is written over; elsewhere it
 * is a line now and then.
 */
public final class StatusLine {
    private static final String TERMINAL_PROPERTY = "riffle.terminal";
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final long QUIET_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrintWriter err;
    private final boolean terminal;
    private final long startNanos = System.nanoTime();
    private long lastNanos = startNanos - QUIET_NANOS;

    public StatusLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** A status line that knows from the launcher whether standard error is a terminal. */
    public static StatusLine on(PrintWriter err) {
        return new StatusLine(err, Boolean.getBoolean(TERMINAL_PROPERTY));
    }

    /** Prints a line that stays. */
    public synchronized void note(String text) {
        clear();
        err.println(stamped(text));
        err.flush();
    }

    /** Shows how things stand. */
    public synchronized void status(String text) {
        if (terminal) {
            err.print(CLEAR_LINE + stamped(text));
            err.flush();
        } else if (System.nanoTime() - lastNanos >= QUIET_NANOS) {
            lastNanos = System.nanoTime();
            err.println(stamped(text));
            err.flush();
        }
    }

    /** Wipes the status. */
    public synchronized void clear() {
        if (terminal) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    private String stamped(String text) {
        return "[%5.1f s] %s".formatted((System.nanoTime() - startNanos) / 1e9, text);
    }
}
