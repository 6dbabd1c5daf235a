package dev.riffle.console.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.console.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KafkaOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void securitySettingsReachTheTrainersClientsAndTheCommandLines() throws IOException {
        Path file = Files.writeString(
                directory.resolve("kafka.properties"), "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n");
        KafkaOptions options = CommandLine.populateCommand(
                new KafkaOptions(),
                "--bootstrap",
                "b:9093",
                "--kafka-config",
                file.toString(),
                "-K",
                "sasl.mechanism=SCRAM-SHA-512");

        Map<String, String> expected = Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512");
        assertThat(options.connection().clientProperties()).isEqualTo(expected);
        assertThat(options.broker().clientProperties()).isEqualTo(expected);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        Path none = directory.resolve("none.properties");
        KafkaOptions options = CommandLine.populateCommand(
                new KafkaOptions(), "--bootstrap", "b:9093", "--kafka-config", none.toString());
        assertThatThrownBy(options::broker).isInstanceOf(CommandFailure.class).hasMessageContaining(none.toString());
    }
}
