package dev.riffle.console.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.local.KafkaChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UpCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aClusterOfSomebodysOwnIsTakenWithItsSecuritySettings() throws IOException {
        Path file = Files.writeString(
                directory.resolve("kafka.properties"), "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n");
        UpCommand up = new UpCommand();
        new CommandLine(up)
                .parseArgs(
                        "--bootstrap",
                        "b:9093",
                        "--kafka-config",
                        file.toString(),
                        "-K",
                        "sasl.mechanism=SCRAM-SHA-512");

        assertThat(up.options().kafka())
                .isEqualTo(new KafkaChoice.External(new Broker(
                        "b:9093", Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512"))));
    }

    @Test
    void withoutAnAddressABrokerIsStarted() {
        UpCommand up = new UpCommand();
        new CommandLine(up).parseArgs("--kafka-port", "9095");

        assertThat(up.options().kafka()).isEqualTo(new KafkaChoice.Embedded(9095));
    }
}
