package dev.riffle.trainer.kafka;

import dev.riffle.trainer.service.Leadership;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership by consumer group: every trainer is a member, and the one that has the only partition of the topic of
 * requests leads. A leader that falls silent is followed within the session timeout; one that leaves, at once. The
 * assignment is sticky: a trainer that joins does not take the lead from one that is there.
 *
 * <p>Membership is kept up on a thread of its own, since a training takes longer than the group waits. It does not keep a
 * leader that was cut off from publishing: that is the business of {@link KafkaReleases}, whose transactions a new leader
 * fences off.
 */
public final class KafkaLeadership implements Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLeadership.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_OUTAGE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final String SESSION_TIMEOUT_MILLIS = "6000";
    private static final String HEARTBEAT_MILLIS = "1500";

    private final KafkaConnection connection;
    private final Thread thread = new Thread(this::run, "riffle-trainer-leadership");
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean held;
    private boolean started;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean closed;

    public KafkaLeadership(KafkaConnection connection) {
        this.connection = connection;
        thread.setDaemon(true);
    }

    @Override
    public void await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!started) {
                started = true;
                thread.start();
            }
            while (!held) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isHeld() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    private void hold(boolean now) {
        lock.lock();
        try {
            held = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(properties())) {
                consumer = member;
                member.subscribe(List.of(connection.topics().trainingRequests().name()), new Listener());
                while (!closed) {
                    member.poll(POLL);
                    // What is on the topic is read elsewhere.
                    member.pause(member.assignment());
                }
            } catch (WakeupException e) {
                LOG.debug("Leadership ends");
            } catch (KafkaException e) {
                LOG.warn("Leadership is given up for now: {}", e.toString());
                pause();
            } finally {
                hold(false);
            }
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = connection.consumer();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, connection.trainerGroup());
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        return properties;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_OUTAGE.toMillis());
        } catch (InterruptedException e) {
            // Nobody but close() interrupts this thread.
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> member = consumer;
        if (member != null) {
            member.wakeup();
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                consumer.pause(partitions);
                hold(true);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                hold(false);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            hold(false);
        }
    }
}
