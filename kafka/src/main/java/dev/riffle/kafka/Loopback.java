package dev.riffle.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The interface by which a machine talks to itself. */
public final class Loopback {
    public static final String HOST = "127.0.0.1";

    private Loopback() {}

    /** A port that nobody listened on a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port was found on " + HOST + ": " + e.getMessage() + ".", e);
        }
    }
}
