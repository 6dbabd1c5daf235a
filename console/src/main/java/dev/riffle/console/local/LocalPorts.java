package dev.riffle.console.local;

import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.kafka.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
final class LocalPorts {
    private LocalPorts() {}

    /**
     * Checks that a port can be listened on, so that its user gets a sentence and not a server's stack trace.
     *
     * @param port in [0, 65535]; 0, any port, is always free
     * @param purpose what the port is for, as in "Kafka's port"
     * @param option the option that chooses another port
     * @throws CommandFailure if somebody listens on it
     */
    static void requireFree(int port, String purpose, String option) {
        if (port < 0 || port > 65_535) {
            throw new CommandFailure(option + ": found " + port + ", expected a port in [0, 65535].");
        }
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            // Without this a port whose last connections are still winding down would count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(Loopback.HOST), port));
        } catch (IOException e) {
            throw new CommandFailure(
                    purpose + " " + port + " on " + Loopback.HOST
                            + " is taken by another program: stop it, or choose another with " + option
                            + " (0 takes any free one).",
                    e);
        }
    }
}
