package dev.riffle.console.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.console.terminal.CommandFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LocalPortsTest {
    @Test
    void a_port_that_is_taken_is_told_with_the_option_that_chooses_another() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> LocalPorts.requireFree(taken.getLocalPort(), "Kafka's port", "--kafka-port"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("Kafka's port " + taken.getLocalPort()
                            + " on 127.0.0.1 is taken by another program: stop it, or choose another with --kafka-port"
                            + " (0 takes any free one).");
        }
    }

    @Test
    void any_port_is_always_free_and_none_beyond_65535() {
        assertThatCode(() -> LocalPorts.requireFree(0, "Kafka's port", "--kafka-port"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> LocalPorts.requireFree(65_536, "Kafka's port", "--kafka-port"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("--kafka-port: found 65536, expected a port in [0, 65535].");
    }
}
