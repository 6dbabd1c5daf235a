package dev.riffle.jobs;

import dev.riffle.kafka.EmbeddedKafka;
import dev.riffle.kafka.Loopback;
import dev.riffle.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real Kafka broker in this JVM, and what tests ask of it. */
final class TestBroker implements AutoCloseable {
    private final EmbeddedKafka kafka;
    private final String secured;

    private TestBroker(EmbeddedKafka kafka, String secured) {
        this.kafka = kafka;
        this.secured = secured;
    }

    static TestBroker start(Path directory) {
        return new TestBroker(EmbeddedKafka.start(directory, 0), "");
    }

    /**
     * A broker with access control: everything is allowed at {@link #bootstrap}, and at {@link #secured}, which asks
     * for a password, what {@link #allow} has allowed.
     *
     * @param passwords by user name
     */
    static TestBroker startSecured(Path directory, Map<String, String> passwords) {
        int port = Loopback.freePort();
        int securedPort = Loopback.freePort();
        int controllerPort = Loopback.freePort();
        StringBuilder jaas = new StringBuilder(
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\"b\"");
        passwords.forEach((user, password) -> jaas.append(" user_")
                .append(user)
                .append("=\"")
                .append(password)
                .append('"'));
        String doors = "PLAINTEXT://127.0.0.1:" + port + ",SECURED://127.0.0.1:" + securedPort;
        EmbeddedKafka kafka = EmbeddedKafka.start(
                directory,
                port,
                Map.of(
                        "controller.quorum.voters",
                        "1@127.0.0.1:" + controllerPort,
                        "listeners",
                        doors + ",CONTROLLER://127.0.0.1:" + controllerPort,
                        "advertised.listeners",
                        doors,
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,SECURED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "listener.name.secured.plain.sasl.jaas.config",
                        jaas + ";",
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users",
                        "User:ANONYMOUS",
                        // What brokers allow unless somebody tells them otherwise.
                        "transaction.max.timeout.ms",
                        "900000"));
        return new TestBroker(kafka, "127.0.0.1:" + securedPort);
    }

    /** Address that asks for a password. */
    String secured() {
        return secured;
    }

    void allow(String user, ResourceType type, String name, PatternType pattern, AclOperation... operations)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            List<AclBinding> bindings = Arrays.stream(operations)
                    .map(operation -> new AclBinding(
                            new ResourcePattern(type, name, pattern),
                            new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                    .toList();
            admin.createAcls(bindings).all().get();
        }
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    void createTopics(Collection<Topic> topics) throws ExecutionException, InterruptedException {
        kafka.createTopics(topics);
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap(), "max.request.size", 32 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Everything that a reader of committed records finds on a topic now, tombstones included. */
    List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", bootstrap(), "isolation.level", "read_committed", "max.poll.records", 5_000);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
