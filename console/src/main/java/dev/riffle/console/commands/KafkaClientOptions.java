package dev.riffle.console.commands;

import dev.riffle.console.terminal.CommandFailure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Settings for every Kafka client of a command: how to be let in by a cluster that does not let everybody in. */
final class KafkaClientOptions {
    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with further settings of Kafka's clients: TLS, SASL, passwords.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = {"-K", "--kafka-property"},
            paramLabel = "KEY=VALUE",
            description = "Further setting of Kafka's clients, over those of the file; repeatable.")
    private Map<String, String> properties = new LinkedHashMap<>();

    /** Whether any of the options was given. */
    boolean given() {
        return file.isPresent() || !properties.isEmpty();
    }

    /**
     * Settings by their keys.
     *
     * @throws CommandFailure if the file cannot be read
     */
    Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        file.ifPresent(path -> {
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(path)) {
                read.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new CommandFailure("--kafka-config: cannot read " + path + ": " + e + ".", e);
            }
            read.stringPropertyNames().forEach(key -> all.put(key, read.getProperty(key)));
        });
        all.putAll(properties);
        return all;
    }
}
