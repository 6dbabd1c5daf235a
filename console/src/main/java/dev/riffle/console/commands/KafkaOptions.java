package dev.riffle.console.commands;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.schemas.Topics;
import dev.riffle.trainer.kafka.KafkaConnection;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Which Kafka cluster and which topics on it. */
final class KafkaOptions {
    /** Where 'riffle up' in the same directory leaves its address. */
    static final Path ADDRESS_FILE = Path.of(".riffle", "bootstrap");

    private static final String DEFAULT_BOOTSTRAP = "localhost:9092";

    @Option(
            names = "--bootstrap",
            paramLabel = "H:P",
            description = "Kafka brokers as HOST:PORT, several separated by commas. Default: the local stack that"
                    + " 'riffle up' runs in this directory, else " + DEFAULT_BOOTSTRAP + ".")
    private Optional<String> bootstrap = Optional.empty();

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = Topics.DEFAULT_PREFIX,
            description = "What all topic names begin with. Default: ${DEFAULT-VALUE}")
    private String prefix;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with further settings of Kafka's clients: TLS, SASL, passwords.")
    private Optional<Path> configFile = Optional.empty();

    @Option(
            names = {"-K", "--kafka-property"},
            paramLabel = "KEY=VALUE",
            description = "Further setting of Kafka's clients, over those of the file; repeatable.")
    private Map<String, String> properties = new LinkedHashMap<>();

    /** The cluster. */
    Broker broker() {
        return new Broker(bootstrap.orElseGet(KafkaOptions::defaultBootstrap), clientProperties());
    }

    private Map<String, String> clientProperties() {
        Map<String, String> all = new LinkedHashMap<>();
        configFile.ifPresent(file -> {
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                read.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new CommandFailure("--kafka-config: cannot read " + file + ": " + e + ".", e);
            }
            read.stringPropertyNames().forEach(key -> all.put(key, read.getProperty(key)));
        });
        all.putAll(properties);
        return all;
    }

    /** The catalogue of topics. */
    Topics topics() {
        return Topics.withPrefix(prefix);
    }

    KafkaConnection connection() {
        return new KafkaConnection(broker().bootstrap(), topics(), clientProperties());
    }

    private static String defaultBootstrap() {
        if (!Files.isRegularFile(ADDRESS_FILE)) {
            return DEFAULT_BOOTSTRAP;
        }
        try {
            return Files.readString(ADDRESS_FILE).strip();
        } catch (IOException e) {
            throw new CommandFailure(ADDRESS_FILE + " cannot be read: " + e.getMessage(), e);
        }
    }
}
