package dev.riffle.jobs.kafka;

import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.RecordFormat;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes one of Riffle's records to a topic. The record's time is left to Kafka: with the event's time, retention would
 * delete the answers to old events at once.
 *
 * @param <T> the record
 */
final class RecordSerializer<T extends SpecificRecord> implements KafkaRecordSerializationSchema<T> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final Class<T> type;
    private final RecordFormat format;
    private final SerializableFunction<T, String> key;

    private transient RecordCodec<T> codec;

    /** @param key what the record is keyed by; null for no key */
    RecordSerializer(String topic, Class<T> type, RecordFormat format, SerializableFunction<T, String> key) {
        this.topic = topic;
        this.type = type;
        this.format = format;
        this.key = key;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        codec = RecordCodec.of(format, type);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T record, KafkaSinkContext context, Long timestamp) {
        String text = key.apply(record);
        byte[] keyBytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, keyBytes, codec.encode(record));
    }
}
