package dev.riffle.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.riffle.jobs.flow.RawRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

class SteeredSourceTest {
    private final Fetched events = new Fetched();
    private final Fetched steering = new Fetched();
    private final Bursts output = new Bursts();
    private final SteeredSource.Reader reader =
            new SteeredSource.Reader(events, steering, List.of("models"), new Burst());

    @Test
    void whatIsAtHandGoesOnInBurstsOfBoundedLengthAndInOrder() throws Exception {
        events.fetch("events", 0, 70);

        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);

        assertThat(output.bursts)
                .extracting(burst -> burst.length)
                .containsExactly(SteeredSource.LONGEST_BURST, SteeredSource.LONGEST_BURST, 6);
        assertThat(output.bursts.stream().flatMap(Arrays::stream))
                .extracting(RawRecord::offset)
                .containsExactlyElementsOf(LongStream.range(0, 70).boxed().toList());
    }

    @Test
    void oneRecordAtHandWaitsForNoOther() throws Exception {
        events.fetch("events", 0, 1);

        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(output.bursts).extracting(burst -> burst.length).containsExactly(1);
        assertThat(reader.isAvailable()).isNotDone();
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(output.bursts).hasSize(1);
    }

    @Test
    void whatSteersComesBeforeEventsAndInBurstsOfItsOwn() throws Exception {
        events.fetch("events", 0, 40);
        steering.fetch("models", 0, 33);

        for (int poll = 0; poll < 3; poll++) {
            reader.pollNext(output);
        }

        // The second poll of what steers finds its last record, and events right after it.
        assertThat(output.bursts)
                .extracting(burst -> burst[0].topic() + " " + burst.length)
                .containsExactly("models 32", "models 1", "events 32", "events 8");
    }

    @Test
    void eitherOfTheTwoMakesTheReaderAvailable() {
        CompletableFuture<Void> available = reader.isAvailable();
        assertThat(available).isNotDone();

        steering.fetch("models", 0, 1);

        assertThat(available).isDone();
        assertThat(reader.isAvailable()).isDone();
    }

    private static final class Bursts implements ReaderOutput<RawRecord[]> {
        private final List<RawRecord[]> bursts = new ArrayList<>();

        @Override
        public void collect(RawRecord[] burst) {
            bursts.add(burst);
        }

        @Override
        public void collect(RawRecord[] burst, long timestamp) {
            throw new AssertionError("a burst came with a timestamp, expected none: who decodes gives it");
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            throw new AssertionError("found " + watermark + ", expected none");
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}

        @Override
        public SourceOutput<RawRecord[]> createOutputForSplit(String splitId) {
            return this;
        }

        @Override
        public void releaseOutputForSplit(String splitId) {}
    }

    /** A reader of what a fetcher has brought, as Flink's own: one record a poll. */
    private static final class Fetched implements SourceReader<RawRecord, KafkaPartitionSplit> {
        private final Deque<RawRecord> records = new ArrayDeque<>();
        private CompletableFuture<Void> available = new CompletableFuture<>();

        void fetch(String topic, long fromOffset, int count) {
            for (int i = 0; i < count; i++) {
                records.add(new RawRecord(topic, 0, fromOffset + i, 1_700_000_000_000L, new byte[0]));
            }
            available.complete(null);
        }

        @Override
        public InputStatus pollNext(ReaderOutput<RawRecord> output) {
            if (!records.isEmpty()) {
                output.collect(records.remove());
            }
            if (records.isEmpty() && available.isDone()) {
                available = new CompletableFuture<>();
            }
            return records.isEmpty() ? InputStatus.NOTHING_AVAILABLE : InputStatus.MORE_AVAILABLE;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return available;
        }

        @Override
        public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
            return new ArrayList<>();
        }

        @Override
        public void start() {}

        @Override
        public void addSplits(List<KafkaPartitionSplit> splits) {}

        @Override
        public void notifyNoMoreSplits() {}

        @Override
        public void close() {}
    }
}
