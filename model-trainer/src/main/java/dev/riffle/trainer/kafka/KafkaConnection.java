package dev.riffle.trainer.kafka;

import dev.riffle.schemas.Topics;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach a Kafka cluster and the system's topics on it.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param clientProperties further properties of Kafka's clients (security, timeouts); they win over ours
 */
public record KafkaConnection(String bootstrapServers, Topics topics, Map<String, String> clientProperties) {
    private static final String CALL_TIMEOUT_MILLIS = "15000";

    public KafkaConnection {
        Objects.requireNonNull(topics, "topics");
        clientProperties = Map.copyOf(clientProperties);
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("Bootstrap servers are empty; expected host:port");
        }
    }

    public KafkaConnection(String bootstrapServers, Topics topics) {
        this(bootstrapServers, topics, Map.of());
    }

    /** The consumer group whose member with the partition of requests leads. */
    String trainerGroup() {
        return topics.prefix() + "trainer";
    }

    /** Who publishes models has this transactional id: the newest holder fences off all before it. */
    String publisherId() {
        return topics.prefix() + "models-publisher";
    }

    Map<String, Object> consumer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        properties.putAll(clientProperties);
        return properties;
    }

    Map<String, Object> producer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Integer.toString(topics.models().maxMessageBytes()));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        properties.putAll(clientProperties);
        return properties;
    }

    /** Calls Kafka; its unchecked exceptions become the checked ones that callers have to think about. */
    static <T> T call(Supplier<T> call) throws IOException, InterruptedException {
        try {
            return call.get();
        } catch (InterruptException e) {
            // Kafka sets the flag again; the exception that we throw instead stands for it.
            Thread.interrupted();
            throw interrupted(e);
        } catch (KafkaException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static InterruptedException interrupted(Throwable cause) {
        InterruptedException interrupted = new InterruptedException("Interrupted while talking to Kafka");
        interrupted.initCause(cause);
        return interrupted;
    }
}
