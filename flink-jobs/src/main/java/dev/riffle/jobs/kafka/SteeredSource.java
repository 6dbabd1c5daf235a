package dev.riffle.jobs.kafka;

import dev.riffle.jobs.flow.RawRecord;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.common.TopicPartition;

/**
 * Events and, between them, what steers the job: the events' partitions are shared out among subtasks as Flink's Kafka
 * source does it, while the topics that steer, of one partition each, are read by every subtask whole. So a scorer can be
 * chained to its source and still hear of models, which a second input would forbid.
 *
 * <p>Records go on in bursts of what has been fetched already, so that who decodes and who scores each have several in a
 * row: in turn, event by event, they push each other's code and data out of the first caches.
 *
 * <p>What steers is read from the start at every start; only events have offsets in checkpoints, under the state that
 * Flink's Kafka source writes by itself. Who hears has to know what it has heard before.
 */
final class SteeredSource implements Source<RawRecord[], KafkaPartitionSplit, KafkaSourceEnumState> {
    private static final long serialVersionUID = 1L;
    private static final int ONLY_PARTITION = 0;

    /** Records that go on together at most; what they make the scorer remember stays in the first cache. */
    static final int LONGEST_BURST = 32;

    private final KafkaSource<RawRecord> events;
    private final KafkaSource<RawRecord> steering;
    private final List<String> steeringTopics;

    /**
     * @param steering how to read what steers; from where is decided here
     * @param steeringTopics of one partition each
     */
    SteeredSource(KafkaSource<RawRecord> events, KafkaSource<RawRecord> steering, List<String> steeringTopics) {
        this.events = events;
        this.steering = steering;
        this.steeringTopics = List.copyOf(steeringTopics);
    }

    @Override
    public Boundedness getBoundedness() {
        return events.getBoundedness();
    }

    @Override
    public SourceReader<RawRecord[], KafkaPartitionSplit> createReader(SourceReaderContext context) throws Exception {
        return new Reader(
                events.createReader(context), steering.createReader(new Aside(context)), steeringTopics, new Burst());
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return events.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState checkpoint) throws IOException {
        return events.restoreEnumerator(context, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return events.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return events.getEnumeratorCheckpointSerializer();
    }

    /** Two readers in turn, what steers first. */
    record Reader(
            SourceReader<RawRecord, KafkaPartitionSplit> events,
            SourceReader<RawRecord, KafkaPartitionSplit> steering,
            List<String> steeringTopics,
            Burst burst)
            implements SourceReader<RawRecord[], KafkaPartitionSplit> {
        @Override
        public void start() {
            events.start();
            steering.start();
            steering.addSplits(steeringTopics.stream()
                    .map(topic -> new KafkaPartitionSplit(
                            new TopicPartition(topic, ONLY_PARTITION), KafkaPartitionSplit.EARLIEST_OFFSET))
                    .toList());
        }

        @Override
        public InputStatus pollNext(ReaderOutput<RawRecord[]> output) throws Exception {
            if (steering.isAvailable().isDone() && poll(steering, output) == InputStatus.MORE_AVAILABLE) {
                return InputStatus.MORE_AVAILABLE;
            }
            return poll(events, output);
        }

        /** Waits for nothing. No barrier comes between records of a burst: the task handles those between two polls. */
        private InputStatus poll(SourceReader<RawRecord, KafkaPartitionSplit> reader, ReaderOutput<RawRecord[]> output)
                throws Exception {
            InputStatus status;
            do {
                status = reader.pollNext(burst);
            } while (status == InputStatus.MORE_AVAILABLE && burst.size() < LONGEST_BURST);
            if (burst.size() > 0) {
                output.collect(burst.take());
            }
            return status;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            CompletableFuture<Void> event = events.isAvailable();
            CompletableFuture<Void> steer = steering.isAvailable();
            if (event.isDone() || steer.isDone()) {
                return CompletableFuture.completedFuture(null);
            }
            return CompletableFuture.anyOf(event, steer).thenAccept(ready -> {});
        }

        @Override
        public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
            return events.snapshotState(checkpointId);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            events.notifyCheckpointComplete(checkpointId);
        }

        @Override
        public void notifyCheckpointAborted(long checkpointId) throws Exception {
            events.notifyCheckpointAborted(checkpointId);
        }

        @Override
        public void addSplits(List<KafkaPartitionSplit> splits) {
            events.addSplits(splits);
        }

        @Override
        public void notifyNoMoreSplits() {
            events.notifyNoMoreSplits();
        }

        @Override
        public void handleSourceEvents(SourceEvent event) {
            events.handleSourceEvents(event);
        }

        @Override
        public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
            events.pauseOrResumeSplits(pause, resume);
        }

        @Override
        public void close() throws Exception {
            try {
                steering.close();
            } finally {
                events.close();
            }
        }
    }

    /**
     * Where the reader of what steers finds itself: it has no coordinator to ask, and its metrics would take the names of
     * the events', by which operators see how many events wait.
     */
    private record Aside(SourceReaderContext context, SourceReaderMetricGroup metricGroup)
            implements SourceReaderContext {
        Aside(SourceReaderContext context) {
            this(context, UnregisteredMetricsGroup.createSourceReaderMetricGroup());
        }

        @Override
        public Configuration getConfiguration() {
            return context.getConfiguration();
        }

        @Override
        public String getLocalHostName() {
            return context.getLocalHostName();
        }

        @Override
        public int getIndexOfSubtask() {
            return context.getIndexOfSubtask();
        }

        @Override
        public void sendSplitRequest() {}

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {}

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return context.getUserCodeClassLoader();
        }

        @Override
        public int currentParallelism() {
            return context.currentParallelism();
        }
    }
}
