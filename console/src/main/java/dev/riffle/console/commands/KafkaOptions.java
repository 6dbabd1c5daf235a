package dev.riffle.console.commands;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.schemas.Topics;
import dev.riffle.trainer.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private KafkaClientOptions clients;

    /** The cluster. */
    Broker broker() {
        return new Broker(bootstrap.orElseGet(KafkaOptions::defaultBootstrap), clients.properties());
    }

    /** The catalogue of topics. */
    Topics topics() {
        return Topics.withPrefix(prefix);
    }

    KafkaConnection connection() {
        return new KafkaConnection(broker().bootstrap(), topics(), clients.properties());
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
