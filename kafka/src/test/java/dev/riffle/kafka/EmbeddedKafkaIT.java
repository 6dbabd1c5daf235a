package dev.riffle.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    @TempDir
    private Path directory;

    @Test
    void keepsItsDataAndItsPortThroughARestartOnTheSameDirectory() throws Exception {
        int port;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            port = kafka.port();
            createTopic(kafka, "kept");
            try (KafkaProducer<String, String> producer = producer(kafka, Map.of())) {
                producer.send(new ProducerRecord<>("kept", "a", "before")).get();
            }
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port)) {
            assertThat(kafka.bootstrap()).endsWith(":" + port);
            try (KafkaProducer<String, String> producer = producer(kafka, Map.of())) {
                producer.send(new ProducerRecord<>("kept", "a", "after")).get();
            }
            assertThat(valuesOf(kafka, "kept", 2)).containsExactly("before", "after");
        }
    }

    @Test
    void commitsTransactionsAndHidesAbortedOnes() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            createTopic(kafka, "ledger");
            Map<String, Object> transactional = Map.of("transactional.id", "test", "transaction.timeout.ms", 3_600_000);
            try (KafkaProducer<String, String> producer = producer(kafka, transactional)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("ledger", "aborted"));
                producer.flush();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("ledger", "committed"));
                producer.commitTransaction();
            }
            assertThat(valuesOf(kafka, "ledger", 1)).containsExactly("committed");
        }
    }

    @Test
    void saysSoIfItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The embedded Kafka broker did not start in " + directory + ", on port "
                            + taken.getLocalPort() + ": Address already in use");
        }
    }

    @Test
    void topicsOfTheCatalogueTakeRecordsAsSoonAsTheyAreMade() throws Exception {
        Topics catalogue = Topics.withPrefix("made.").withPartitions(2);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            kafka.createTopics(catalogue.all());
            try (KafkaProducer<String, String> producer = producer(kafka, Map.of());
                    Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
                assertThat(admin.listTopics().names().get())
                        .containsAll(catalogue.all().stream().map(Topic::name).toList());
                producer.send(new ProducerRecord<>(catalogue.assignments().name(), 1, "a", "kept"))
                        .get();
            }
        }
    }

    private static void createTopic(EmbeddedKafka kafka, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka, Map<String, Object> more) {
        Map<String, Object> settings = new java.util.HashMap<>(more);
        settings.put("bootstrap.servers", kafka.bootstrap());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static List<String> valuesOf(EmbeddedKafka kafka, String topic, int count) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(new String(record.value().getBytes(UTF_8), UTF_8));
                }
            }
        }
        return values;
    }
}
