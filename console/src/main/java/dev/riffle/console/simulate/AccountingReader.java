package dev.riffle.console.simulate;

import dev.riffle.console.kafka.Broker;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.InjectedAnomaly;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.UnreadableRecordException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads answers and truth from Kafka into an {@link Accounting}, on a thread of its own; knows nothing of the job. */
public final class AccountingReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Accounting accounting;
    private final Clock clock;
    private final String assignmentsTopic;
    private final String deadLettersTopic;
    private final String clusterEventsTopic;
    private final RecordCodec<Assignment> assignments = RecordCodec.any(Assignment.class);
    private final RecordCodec<DeadLetter> deadLetters = RecordCodec.any(DeadLetter.class);
    private final RecordCodec<ClusterEvent> clusterEvents = RecordCodec.any(ClusterEvent.class);
    private final RecordCodec<InjectedAnomaly> injected = RecordCodec.any(InjectedAnomaly.class);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::run, "accounting");
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** Starts to read what is on the topics from now on. */
    public AccountingReader(Broker broker, Topics topics, Accounting accounting, Clock clock) {
        this.accounting = accounting;
        this.clock = clock;
        this.assignmentsTopic = topics.assignments().name();
        this.deadLettersTopic = topics.deadLetters().name();
        this.clusterEventsTopic = topics.clusterEvents().name();
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrap());
        settings.put("client.id", "riffle-accounting");
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("max.poll.records", 5_000);
        settings.putAll(broker.clientProperties());
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(
                assignmentsTopic,
                deadLettersTopic,
                clusterEventsTopic,
                topics.injectedAnomalies().name())) {
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: only asking for the position fixes "now" as the place to start.
        partitions.forEach(consumer::position);
        thread.setDaemon(true);
        thread.start();
    }

    /** What ended the reading, if something did. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
    }

    private void run() {
        try (consumer) {
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
                    count(record);
                }
            }
        } catch (WakeupException e) {
            // Asked to end.
        } catch (UnreadableRecordException | RuntimeException e) {
            failure.set(e);
        }
    }

    private void count(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
        if (record.topic().equals(assignmentsTopic)) {
            accounting.assignment(assignments.decode(record.value()), clock.millis());
        } else if (record.topic().equals(deadLettersTopic)) {
            accounting.deadLetter(deadLetters.decode(record.value()));
        } else if (record.topic().equals(clusterEventsTopic)) {
            accounting.clusterEvent(clusterEvents.decode(record.value()));
        } else {
            accounting.injected(injected.decode(record.value()));
        }
    }
}
