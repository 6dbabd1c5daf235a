package dev.riffle.console.kafka;

import dev.riffle.console.terminal.CommandFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * The address of a Kafka cluster and how to be let in.
 *
 * @param bootstrap host:port, several separated by commas
 * @param clientProperties further settings of Kafka's clients (TLS, SASL); they win over ours
 */
public record Broker(String bootstrap, Map<String, String> clientProperties) {
    /** How long a command waits for an answer before it calls a broker unreachable. */
    public static final Duration PATIENCE = Duration.ofSeconds(8);

    public Broker {
        if (bootstrap == null || bootstrap.isBlank()) {
            throw new CommandFailure("--bootstrap: found nothing, expected HOST:PORT.");
        }
        clientProperties = Map.copyOf(clientProperties);
    }

    /** A cluster that lets everybody in. */
    public Broker(String bootstrap) {
        this(bootstrap, Map.of());
    }

    /** What an administration task needs. */
    @FunctionalInterface
    public interface Task<T> {
        T run(Admin admin) throws ExecutionException, InterruptedException;
    }

    /**
     * Runs an administration task.
     *
     * @throws CommandFailure if the broker is unreachable or refuses
     */
    public <T> T administer(Task<T> task) {
        try (Admin admin = Admin.create(settings())) {
            return task.run(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while talking to Kafka at " + bootstrap + ".", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /**
     * Checks that somebody answers.
     *
     * @throws CommandFailure if nobody does
     */
    public void requireReachable() {
        administer(admin -> admin.describeCluster().nodes().get());
    }

    /** Turns the failure of a Kafka client into a sentence. */
    public CommandFailure failure(Throwable cause) {
        if (cause instanceof org.apache.kafka.common.errors.TimeoutException
                || cause instanceof java.util.concurrent.TimeoutException) {
            return new CommandFailure(
                    "No Kafka broker answers at " + bootstrap + " (waited " + PATIENCE.toSeconds()
                            + " s): start one with 'riffle up', or give its address with --bootstrap HOST:PORT"
                            + (clientProperties.containsKey("security.protocol")
                                    ? "."
                                    : ", and with --kafka-config how it lets clients in if it wants TLS or a password."),
                    cause);
        }
        Throwable root = cause;
        while (root instanceof KafkaException && root.getCause() != null) {
            root = root.getCause();
        }
        return new CommandFailure("Kafka at " + bootstrap + " cannot be used: " + root.getMessage(), cause);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("request.timeout.ms", (int) PATIENCE.toMillis() / 2);
        settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        settings.putAll(clientProperties);
        return settings;
    }
}
