package dev.riffle.console.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.riffle.console.kafka.Broker;
import dev.riffle.schemas.InjectedAnomaly;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.RecordFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a simulated stream to the events topic at a steady rate, on a thread of its own, and the truth about its
 * anomalies to the topic of injected anomalies. One event in {@value #ONE_MALFORMED_IN} is malformed. It begins gently,
 * with {@value #GENTLE_RATE} events per second, so that a cold system is not flooded.
 *
 * <p>An event counts as sent when the broker has acknowledged it; the producer is idempotent, so a retry does not send
 * it twice.
 */
public final class KafkaFeeder implements AutoCloseable {
    static final int ONE_MALFORMED_IN = 2_000;
    static final double GENTLE_RATE = 20;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final EventStream stream;
    private final double rate;
    private final long limit;
    private final String eventsTopic;
    private final String labelsTopic;
    private final EventCodec events = EventCodec.of(RecordFormat.JSON);
    private final RecordCodec<InjectedAnomaly> labels = RecordCodec.json(InjectedAnomaly.class);
    private final MalformedEvents malformed = new MalformedEvents(events);
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::run, "simulator");
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    /** Touched by the thread only. */
    private long sent;

    private volatile boolean started;
    private volatile boolean stopped;
    private volatile boolean gentle = true;
    private volatile long elapsedNanos;
    private volatile long sentAtFullRate;

    /**
     * @param rate events per second, above 0
     * @param limit it ends by itself after so many events
     */
    public KafkaFeeder(Broker broker, Topics topics, EventStream stream, double rate, long limit) {
        if (!(rate > 0)) {
            throw new IllegalArgumentException("rate: found " + rate + " events per second, expected above 0");
        }
        this.stream = stream;
        this.rate = rate;
        this.limit = limit;
        this.eventsTopic = topics.events().name();
        this.labelsTopic = topics.injectedAnomalies().name();
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrap());
        settings.put("client.id", "riffle-simulator");
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 1);
        settings.putAll(broker.clientProperties());
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Starts to send, gently. */
    public void start() {
        thread.start();
        started = true;
    }

    /** Goes on at the full rate. */
    public void fullRate() {
        gentle = false;
    }

    /** Whether the limit was reached, or something went wrong. */
    public boolean finished() {
        return started && !thread.isAlive();
    }

    /** Stops sending and waits until everything that was sent is acknowledged. */
    public void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    /** Events that the broker has acknowledged so far, malformed ones included. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Events per second at full rate, from its begin until everything was acknowledged; 0 before the stop. */
    public double achievedRate() {
        return elapsedNanos == 0 ? 0 : sentAtFullRate * 1e9 / elapsedNanos;
    }

    /** The first thing that went wrong; the feeder stops at it. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() throws InterruptedException {
        if (thread.isAlive()) {
            stop();
        }
        producer.close();
    }

    private void run() {
        try {
            sendWhile(() -> gentle, Math.min(rate, GENTLE_RATE));
            long fullRateNanos = System.nanoTime();
            sentAtFullRate = sendWhile(() -> true, rate);
            producer.flush();
            elapsedNanos = System.nanoTime() - fullRateNanos;
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** @return how many were sent */
    private long sendWhile(BooleanSupplier wanted, double eventsPerSecond) {
        long start = System.nanoTime();
        long count = 0;
        while (wanted.getAsBoolean() && sent < limit && !stopped && failure.get() == null) {
            long due = (long) ((System.nanoTime() - start) / 1e9 * eventsPerSecond);
            while (count < due && sent < limit && !stopped) {
                send(stream.next(), ++sent % ONE_MALFORMED_IN == 0);
                count++;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return count;
    }

    private void send(SimulatedEvent event, boolean spoilt) {
        byte[] payload = spoilt ? malformed.spoil(event) : events.encode(event.fields());
        if (!spoilt && event.injectedKind().isPresent()) {
            InjectedAnomaly label = InjectedAnomaly.newBuilder()
                    .setEventId(event.id())
                    .setKind(event.injectedKind().get())
                    .setEventTime(event.timeMillis())
                    .build();
            producer.send(
                    new ProducerRecord<>(labelsTopic, event.id().getBytes(UTF_8), labels.encode(label)),
                    (metadata, problem) -> failure.compareAndSet(null, problem));
        }
        producer.send(new ProducerRecord<>(eventsTopic, event.key().getBytes(UTF_8), payload), (metadata, problem) -> {
            if (problem == null) {
                acknowledged.incrementAndGet();
            } else {
                failure.compareAndSet(null, problem);
            }
        });
    }
}
