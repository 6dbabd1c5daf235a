package dev.riffle.benchmarks.endtoend;

import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.RecordFormat;
import dev.riffle.schemas.codec.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Hears the answers to a run of events, on a thread of its own, and keeps when each came. */
final class Answers implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int DIGITS = 3;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordCodec<Assignment> codec;
    private final long firstNumber;
    private final long[] arrivedNanos;
    private final List<Integer> swaps = new ArrayList<>();
    private final Thread thread = new Thread(this::hear, "answers");
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile int answered;
    /** Touched by the thread only. */
    private long modelVersion;

    Answers(TestBed bed, String topic, RecordFormat format, long firstNumber, int count) {
        codec = RecordCodec.of(format, Assignment.class);
        this.firstNumber = firstNumber;
        arrivedNanos = new long[count];
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bed.bootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = bed.partitions(topic);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread.start();
    }

    private void hear() {
        try {
            while (!stopped) {
                var records = consumer.poll(POLL);
                long now = System.nanoTime();
                for (var record : records) {
                    heard(codec.decode(record.value()), now);
                }
            }
        } catch (UnreadableRecordException | RuntimeException e) {
            failure.set(e);
        }
    }

    private void heard(Assignment answer, long now) {
        int index = (int) (Long.parseLong(answer.getEventId()) - firstNumber);
        if (index < 0 || index >= arrivedNanos.length || arrivedNanos[index] != 0) {
            // Of an earlier run, or once more after a restart.
            return;
        }
        arrivedNanos[index] = now;
        answered++;
        if (answer.getModelVersion() > modelVersion) {
            if (modelVersion > 0) {
                swaps.add(index);
            }
            modelVersion = answer.getModelVersion();
        }
    }

    /** Events that were answered so far. */
    int answered() {
        if (failure.get() != null) {
            throw new IllegalStateException("answers could not be read", failure.get());
        }
        return answered;
    }

    /**
     * Latencies in microseconds, once it is closed.
     *
     * @param from first event that counts; a job that begins takes up every model that was ever released
     * @param swapEvents events that count as around a swap, before and after its first answer each
     */
    Latencies latencies(Feeder feeder, int from, int swapEvents) {
        swaps.removeIf(swap -> swap < from);
        boolean[] near = new boolean[arrivedNanos.length];
        for (int swap : swaps) {
            Arrays.fill(near, Math.max(0, swap - swapEvents), Math.min(near.length, swap + swapEvents), true);
        }
        Histogram steady = new Histogram(DIGITS);
        Histogram swapping = new Histogram(DIGITS);
        for (int i = from; i < arrivedNanos.length; i++) {
            if (arrivedNanos[i] != 0) {
                long micros = Math.max(0, (arrivedNanos[i] - feeder.dueNanos(firstNumber + i)) / 1_000);
                (near[i] ? swapping : steady).recordValue(micros);
            }
        }
        return new Latencies(steady, swapping, swaps.size());
    }

    /**
     * @param steady latencies in microseconds of events that no swap was near
     * @param swapping of the others
     * @param swaps models that took another's place
     */
    record Latencies(Histogram steady, Histogram swapping, int swaps) {}

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        consumer.close();
    }
}
