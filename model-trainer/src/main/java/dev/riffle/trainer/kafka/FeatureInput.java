package dev.riffle.trainer.kafka;

import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.Finding;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics {@code features}, {@code training-requests} and {@code verdicts}, every time from the start that it was
 * given: a restarted trainer has its reservoir back. It commits nothing; which requests are served already says the
 * offset that {@link KafkaReleases} commits together with a release. Partitions that are added later are seen at the
 * next start.
 */
public final class FeatureInput implements TrainerInput {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureInput.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final KafkaConnection connection;
    private final HistoryStart start;
    private final RecordCodec<FeatureRecord> features = RecordCodec.any(FeatureRecord.class);
    private final RecordCodec<TrainingRequest> requests = RecordCodec.any(TrainingRequest.class);
    private final RecordCodec<AnalystVerdict> verdicts = RecordCodec.any(AnalystVerdict.class);
    private KafkaConsumer<byte[], byte[]> consumer;
    private Map<TopicPartition, Long> historyEnds = Map.of();
    private long servedBefore;
    private long unreadable;

    public FeatureInput(KafkaConnection connection, HistoryStart start) {
        this.connection = connection;
        this.start = start;
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
                hand(datum, receiver);
            } catch (UnreadableRecordException e) {
                unreadable(datum, e);
            }
        }
    }

    private void hand(ConsumerRecord<byte[], byte[]> datum, Receiver receiver) throws UnreadableRecordException {
        if (datum.topic().equals(connection.topics().features().name())) {
            receiver.row(row(features.decode(datum.value())));
        } else if (datum.topic().equals(connection.topics().verdicts().name())) {
            AnalystVerdict verdict = verdicts.decode(datum.value());
            receiver.finding(new dev.riffle.trainer.service.Finding(
                    verdict.getEventId(), verdict.getFinding() == Finding.TRUE_ALERT));
        } else if (datum.offset() < servedBefore) {
            receiver.served(request(requests.decode(datum.value()), datum.offset()));
        } else {
            receiver.request(request(requests.decode(datum.value()), datum.offset()));
        }
    }

    @Override
    public boolean hasCaughtUp() throws IOException, InterruptedException {
        if (consumer == null) {
            return false;
        }
        return KafkaConnection.call(() ->
                historyEnds.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    private void connect() throws IOException, InterruptedException {
        Map<String, Object> properties = connection.consumer();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, connection.trainerGroup());
        KafkaConsumer<byte[], byte[]> fresh = KafkaConnection.call(() -> new KafkaConsumer<byte[], byte[]>(properties));
        try {
            List<TopicPartition> rows =
                    partitions(fresh, connection.topics().features().name());
            List<TopicPartition> asked =
                    partitions(fresh, connection.topics().trainingRequests().name());
            List<TopicPartition> all = new ArrayList<>(rows);
            all.addAll(asked);
            all.addAll(partitions(fresh, connection.topics().verdicts().name()));
            historyEnds = KafkaConnection.call(() -> {
                fresh.assign(all);
                fresh.seekToBeginning(all);
                Map<TopicPartition, Long> ends = new HashMap<>(fresh.endOffsets(all));
                seek(fresh, rows, ends);
                OffsetAndMetadata served = fresh.committed(new HashSet<>(asked)).get(asked.get(0));
                servedBefore = served == null ? 0 : served.offset();
                return ends;
            });
            consumer = fresh;
        } finally {
            if (consumer == null) {
                close(fresh);
            }
        }
    }

    private void seek(KafkaConsumer<?, ?> fresh, List<TopicPartition> rows, Map<TopicPartition, Long> ends) {
        if (start instanceof HistoryStart.Newest newest) {
            Map<TopicPartition, Long> begins = fresh.beginningOffsets(rows);
            long perPartition = (newest.rows() + rows.size() - 1) / rows.size();
            rows.forEach(partition ->
                    fresh.seek(partition, Math.max(begins.get(partition), ends.get(partition) - perPartition)));
        } else if (start instanceof HistoryStart.Since since) {
            Map<TopicPartition, Long> times = new HashMap<>();
            rows.forEach(partition -> times.put(partition, since.time().toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> found = fresh.offsetsForTimes(times);
            rows.forEach(partition -> fresh.seek(
                    partition,
                    found.get(partition) == null
                            ? ends.get(partition)
                            : found.get(partition).offset()));
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
        return new FeatureRow(
                datum.getEventId(), datum.getPipeline(), datum.getEventTime(), datum.getFlagged(), values);
    }

    private static Request request(TrainingRequest datum, long offset) {
        return new Request(
                datum.getRequestId(),
                datum.getReason() + (datum.getDetail().isEmpty() ? "" : ": " + datum.getDetail()),
                datum.getTime(),
                datum.getDataFrom() == null ? OptionalLong.empty() : OptionalLong.of(datum.getDataFrom()),
                offset);
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
