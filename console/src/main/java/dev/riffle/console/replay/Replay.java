package dev.riffle.console.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.tables.Row;
import dev.riffle.console.tables.TableReader;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.detector.pipeline.Pipeline;
import dev.riffle.schemas.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the rows of a file to the events topic as JSON, keyed by the pipeline's first key field, in the file's order. */
public final class Replay {
    /** Rows between two reports of progress. */
    private static final int REPORT_EVERY = 4_096;

    private static final int BATCH_BYTES = 256 * 1024;
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;

    private final Path file;
    private final Pipeline pipeline;
    private final Set<String> excluded;
    private final Speed speed;
    private final long limit;

    /**
     * @param file CSV or JSON lines, plain or gzipped
     * @param excluded columns that are not sent
     * @param limit most rows sent
     */
    public Replay(Path file, Pipeline pipeline, Set<String> excluded, Speed speed, long limit) {
        this.file = file;
        this.pipeline = pipeline;
        this.excluded = Set.copyOf(excluded);
        this.speed = speed;
        this.limit = limit;
    }

    /**
     * Sends the rows and returns when the broker has acknowledged them all.
     *
     * @param progress hears every now and then how many rows were sent
     * @throws CommandFailure if the broker does not take them or the file lacks a column that has to be there
     * @throws dev.riffle.console.tables.InvalidTableException if the file cannot be read; the rows before were sent
     */
    public ReplayReport run(Broker broker, Topic events, LongConsumer progress) throws InterruptedException {
        try (TableReader table = TableReader.open(file)) {
            requireColumns(table);
            requireTopic(broker, events);
            return send(table, broker, events, progress);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private ReplayReport send(TableReader table, Broker broker, Topic events, LongConsumer progress)
            throws InterruptedException {
        AtomicLong acknowledged = new AtomicLong();
        AtomicReference<Exception> failure = new AtomicReference<>();
        RowJson json = new RowJson(excluded);
        RowKey key = new RowKey(pipeline.keyFields());
        Pace pace = speed.isMax() ? Pace.NONE : new EventPace(speed, new EventClock(pipeline));
        long start = System.nanoTime();
        long sent = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(broker, events), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Row row : table) {
                if (sent == limit || failure.get() != null) {
                    break;
                }
                pace.await(row);
                producer.send(
                        new ProducerRecord<>(events.name(), key.of(row), json.encode(row)), (metadata, problem) -> {
                            if (problem == null) {
                                acknowledged.incrementAndGet();
                            } else {
                                failure.compareAndSet(null, problem);
                            }
                        });
                if (++sent % REPORT_EVERY == 0 || !speed.isMax()) {
                    progress.accept(sent);
                }
            }
            producer.flush();
        } catch (KafkaException e) {
            throw broker.failure(e);
        }
        if (failure.get() != null) {
            throw broker.failure(failure.get());
        }
        return new ReplayReport(acknowledged.get(), (System.nanoTime() - start) / 1e9);
    }

    private void requireColumns(TableReader table) {
        if (!table.hasFixedColumns()) {
            return;
        }
        List<String> present = table.columns();
        for (String column : excluded) {
            if (!present.contains(column)) {
                throw new CommandFailure("--exclude: " + file + " has no column '" + column + "'; it has "
                        + String.join(", ", present) + ".");
            }
        }
        List<String> missing = pipeline.fields().stream()
                .filter(field -> !present.contains(field) || excluded.contains(field))
                .toList();
        if (!missing.isEmpty()) {
            throw new CommandFailure("The pipeline '" + pipeline.name() + "' reads "
                    + String.join(
                            ", ",
                            missing.stream().map(field -> "'" + field + "'").toList())
                    + ", which " + file + " does not have; it has " + String.join(", ", present) + ".");
        }
    }

    private static void requireTopic(Broker broker, Topic events) {
        Set<String> names =
                broker.administer(admin -> admin.listTopics().names().get());
        if (!names.contains(events.name())) {
            throw new CommandFailure("There is no topic " + events.name() + " at " + broker.bootstrap()
                    + ": create it with 'riffle topics create'.");
        }
    }

    private static Map<String, Object> settings(Broker broker, Topic events) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrap());
        settings.put("client.id", "riffle-replay");
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 10);
        settings.put("batch.size", BATCH_BYTES);
        settings.put("buffer.memory", BUFFER_BYTES);
        settings.put("max.request.size", events.maxMessageBytes());
        settings.put("max.block.ms", Broker.PATIENCE.toMillis());
        settings.putAll(broker.clientProperties());
        return settings;
    }

    /** Waits until a row is due. */
    private interface Pace {
        Pace NONE = row -> {};

        void await(Row row) throws InterruptedException;
    }

    /** A row is due as long after the first as its event happened after the first one's, divided by the speed. */
    private static final class EventPace implements Pace {
        private final Speed speed;
        private final EventClock clock;
        private Optional<Long> firstTime = Optional.empty();
        private long firstNanos;

        EventPace(Speed speed, EventClock clock) {
            this.speed = speed;
            this.clock = clock;
        }

        @Override
        public void await(Row row) throws InterruptedException {
            OptionalLong time = clock.timeOf(row);
            if (time.isEmpty()) {
                return;
            }
            if (firstTime.isEmpty()) {
                firstTime = Optional.of(time.getAsLong());
                firstNanos = System.nanoTime();
                return;
            }
            double dueNanos = (time.getAsLong() - firstTime.get()) * 1e6 / speed.factor();
            long left = firstNanos + (long) dueNanos - System.nanoTime();
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        }
    }

    /** Picks a row's record key. */
    private static final class RowKey {
        private final Optional<String> field;
        private List<String> columns = List.of();
        private int index = -1;

        RowKey(List<String> keyFields) {
            this.field = keyFields.stream().findFirst();
        }

        /** The key as UTF-8; null where there is none. */
        byte[] of(Row row) {
            if (field.isEmpty()) {
                return null;
            }
            if (row.columns() != columns) {
                columns = row.columns();
                index = columns.indexOf(field.get());
            }
            String cell = index < 0 ? null : row.cells()[index];
            return cell == null ? null : cell.getBytes(UTF_8);
        }
    }
}
