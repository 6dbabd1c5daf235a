package dev.riffle.benchmarks.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends events at a fixed rate, on a thread of its own. Each event has its time, whatever became of those before it: what
 * falls behind is sent as fast as possible, and its latency counts from when it was due.
 */
final class Feeder implements AutoCloseable {
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final SyntheticEvents events;
    private final EventWriter writer;
    private final long firstNumber;
    private final long count;
    private final double nanosBetween;
    private final long startNanos;
    private final Thread thread = new Thread(this::send, "feeder");
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** @param firstNumber number of the first event; they count up */
    Feeder(TestBed bed, String topic, Workload workload, long firstNumber, long count, double eventsPerSecond) {
        this.producer = bed.producer(0);
        this.topic = topic;
        this.events = new SyntheticEvents(workload);
        this.writer = EventWriter.of(workload.format(), workload.columns());
        this.firstNumber = firstNumber;
        this.count = count;
        this.nanosBetween = 1e9 / eventsPerSecond;
        this.startNanos = System.nanoTime();
        thread.start();
    }

    /** When an event was due, by {@link System#nanoTime()}. */
    long dueNanos(long number) {
        return startNanos + (long) ((number - firstNumber) * nanosBetween);
    }

    private void send() {
        for (long number = firstNumber; number < firstNumber + count && failure.get() == null; number++) {
            long due = dueNanos(number);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(Math.min(left, LONGEST_PAUSE_NANOS));
            }
            byte[] payload =
                    writer.write(events.id(number), events.key(number), events.timeMillis(number), events.row(number));
            producer.send(
                    new ProducerRecord<>(topic, events.key(number).getBytes(UTF_8), payload),
                    (metadata, problem) -> failure.compareAndSet(null, problem));
        }
        producer.flush();
    }

    /** Waits until everything is sent. */
    void await() throws InterruptedException {
        thread.join();
        if (failure.get() != null) {
            throw new IllegalStateException("events could not be sent", failure.get());
        }
    }

    @Override
    public void close() throws InterruptedException {
        failure.compareAndSet(null, new IllegalStateException("closed"));
        thread.join();
        producer.close();
    }
}
