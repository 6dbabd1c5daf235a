package dev.riffle.trainer.kafka;

import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.TrainingRequest;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.UnreadableRecordException;
import dev.riffle.trainer.service.FeatureRow;
import dev.riffle.trainer.service.Request;
import dev.riffle.trainer.service.TrainerInput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics {@code features} and {@code training-requests}. It belongs to no consumer group and commits nothing:
 * every start reads the last rows again, so a restarted trainer has its reservoir back. Partitions that are added later
 * are seen at the next start.
 */
public final class FeatureInput implements TrainerInput {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureInput.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final KafkaConnection connection;
    private final int history;
    private final RecordCodec<FeatureRecord> features = RecordCodec.any(FeatureRecord.class);
    private final RecordCodec<TrainingRequest> requests = RecordCodec.any(TrainingRequest.class);
    private KafkaConsumer<byte[], byte[]> consumer;
    private Map<TopicPartition, Long> historyEnds = Map.of();
    private long unreadable;

    /** @param history records per partition of {@code features} to begin with, at least 0 */
    public FeatureInput(KafkaConnection connection, int history) {
        this.connection = connection;
        this.history = history;
    }

    @Override
    public void poll(Duration patience, Receiver receiver) throws IOException, InterruptedException {
        if (consumer == null) {
            connect();
        }
        for (ConsumerRecord<byte[], byte[]> datum : KafkaConnection.call(() -> consumer.poll(patience))) {
            if (datum.value() == null) {
                continue;
            }
            try {
                if (datum.topic().equals(connection.topics().features().name())) {
                    receiver.row(row(features.decode(datum.value())));
                } else {
                    receiver.request(request(requests.decode(datum.value())));
                }
            } catch (UnreadableRecordException e) {
                unreadable(datum, e);
            }
        }
    }

    /** True once everything was handed over that was there at the first poll. */
    boolean hasReadHistory() throws IOException, InterruptedException {
        if (consumer == null) {
            return false;
        }
        return KafkaConnection.call(() ->
                historyEnds.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    private void connect() throws IOException, InterruptedException {
        KafkaConsumer<byte[], byte[]> fresh =
                KafkaConnection.call(() -> new KafkaConsumer<byte[], byte[]>(connection.consumer()));
        try {
            List<TopicPartition> rows =
                    partitions(fresh, connection.topics().features().name());
            List<TopicPartition> asked =
                    partitions(fresh, connection.topics().trainingRequests().name());
            List<TopicPartition> all = new ArrayList<>(rows);
            all.addAll(asked);
            historyEnds = KafkaConnection.call(() -> {
                fresh.assign(all);
                Map<TopicPartition, Long> begins = fresh.beginningOffsets(all);
                Map<TopicPartition, Long> ends = new HashMap<>(fresh.endOffsets(all));
                rows.forEach(partition ->
                        fresh.seek(partition, Math.max(begins.get(partition), ends.get(partition) - history)));
                asked.forEach(partition -> fresh.seek(partition, begins.get(partition)));
                return ends;
            });
            consumer = fresh;
        } finally {
            if (consumer == null) {
                close(fresh);
            }
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic)
            throws IOException, InterruptedException {
        List<PartitionInfo> found = KafkaConnection.call(() -> consumer.partitionsFor(topic));
        if (found == null || found.isEmpty()) {
            throw new IOException("Topic " + topic + " is missing; expected it to exist");
        }
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static FeatureRow row(FeatureRecord datum) {
        double[] values =
                datum.getFeatures().stream().mapToDouble(Double::doubleValue).toArray();
        return new FeatureRow(datum.getPipeline(), datum.getEventTime(), datum.getFlagged(), values);
    }

    private static Request request(TrainingRequest datum) {
        return new Request(
                datum.getRequestId(),
                datum.getReason() + (datum.getDetail().isEmpty() ? "" : ": " + datum.getDetail()),
                datum.getTime());
    }

    /** Logs the first and then ever fewer: a producer gone wrong must not fill the log. */
    private void unreadable(ConsumerRecord<?, ?> datum, UnreadableRecordException cause) {
        unreadable++;
        if (Long.bitCount(unreadable) == 1) {
            LOG.warn(
                    "Left out {} unreadable record(s) so far; the last at {}-{} offset {}: {}",
                    unreadable,
                    datum.topic(),
                    datum.partition(),
                    datum.offset(),
                    cause.getMessage());
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            close(consumer);
            consumer = null;
        }
    }

    private static void close(KafkaConsumer<?, ?> consumer) {
        // A set interrupt flag would cut the farewell to the broker short.
        boolean interrupted = Thread.interrupted();
        consumer.close(CloseOptions.timeout(CLOSE_PATIENCE));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
