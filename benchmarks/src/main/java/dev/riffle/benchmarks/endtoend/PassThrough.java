package dev.riffle.benchmarks.endtoend;

import dev.riffle.detector.pipeline.Event;
import dev.riffle.detector.pipeline.EventBuilder;
import dev.riffle.detector.pipeline.InvalidEventException;
import dev.riffle.jobs.Delivery;
import dev.riffle.jobs.JobOptions;
import dev.riffle.jobs.flow.PipelineText;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.kafka.KafkaSinks;
import dev.riffle.jobs.kafka.KafkaSources;
import dev.riffle.jobs.operators.EventFields;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.Topics;
import dev.riffle.schemas.Verdict;
import dev.riffle.schemas.codec.EventCodec;
import dev.riffle.schemas.codec.MalformedEventException;
import dev.riffle.schemas.codec.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Jobs that read what the scoring job reads, with its source and codec, and write to its topic of assignments. */
enum PassThrough {
    /** Decodes every event and writes it again, all of its fields: what it costs to move events. */
    ECHO,
    /** Decodes every event and writes an assignment without a score: the scoring job's output, without the scoring. */
    ANSWER;

    /** Lays the job out in an environment that is configured already. */
    void build(StreamExecutionEnvironment environment, JobOptions options, Workload workload) {
        PipelineText pipeline = new PipelineText(workload.yaml(), "workload");
        var events = environment
                .fromSource(
                        KafkaSources.of(options).events(),
                        WatermarkStrategy.noWatermarks(),
                        "events",
                        TypeInformation.of(RawRecord.class))
                .uid("events-source");
        if (this == ECHO) {
            events.process(new Echo(pipeline, workload.format(), workload.columns()), TypeInformation.of(Written.class))
                    .name("echo")
                    .uid("echo")
                    .sinkTo(sink(options))
                    .uid("echo-sink");
        } else {
            events.process(new Answer(pipeline, workload.format()), new AvroTypeInfo<>(Assignment.class))
                    .name("answer")
                    .uid("answer")
                    .sinkTo(KafkaSinks.of(options).assignments())
                    .uid("answer-sink");
        }
    }

    /** Reads an event as the scoring job does. */
    private abstract static class Decoding<T> extends ProcessFunction<RawRecord, T> {
        private static final long serialVersionUID = 1L;

        private final PipelineText pipeline;
        private final RecordFormat format;

        private transient EventCodec codec;
        private transient EventBuilder builder;
        private transient EventFields fields;

        Decoding(PipelineText pipeline, RecordFormat format) {
            this.pipeline = pipeline;
            this.format = format;
        }

        @Override
        public void open(OpenContext context) {
            codec = EventCodec.of(format);
            builder = new EventBuilder(pipeline.parse());
            fields = new EventFields(builder);
        }

        @Override
        public void processElement(RawRecord raw, Context context, Collector<T> out)
                throws MalformedEventException, InvalidEventException {
            builder.begin();
            codec.decode(raw.value(), fields);
            Event event =
                    builder.build(null, raw.timestamp(), context.timerService().currentProcessingTime());
            out.collect(answered(event, raw));
        }

        abstract T answered(Event event, RawRecord raw);
    }

    /**
     * An event that was written again. Public for Flink.
     *
     * @param key of the Kafka record
     */
    public record Written(String key, byte[] value) {}

    private static final class Echo extends Decoding<Written> {
        private static final long serialVersionUID = 1L;

        private final RecordFormat format;
        private final int columns;

        private transient EventWriter writer;

        Echo(PipelineText pipeline, RecordFormat format, int columns) {
            super(pipeline, format);
            this.format = format;
            this.columns = columns;
        }

        @Override
        public void open(OpenContext context) {
            super.open(context);
            writer = EventWriter.of(format, columns);
        }

        @Override
        Written answered(Event event, RawRecord raw) {
            String key = event.keys()[0];
            return new Written(key, writer.write(event.id(), key, event.timeMillis(), event.numbers()));
        }
    }

    private static final class Answer extends Decoding<Assignment> {
        private static final long serialVersionUID = 1L;

        Answer(PipelineText pipeline, RecordFormat format) {
            super(pipeline, format);
        }

        @Override
        Assignment answered(Event event, RawRecord raw) {
            Assignment assignment = new Assignment();
            assignment.setEventId(event.id());
            assignment.setKey(event.keys()[0]);
            assignment.setEventTime(event.timeMillis());
            assignment.setReceivedTime(raw.timestamp());
            assignment.setVerdict(Verdict.WARMING_UP);
            assignment.setTriggers(List.of());
            assignment.setContributions(List.of());
            assignment.setKeys(List.of());
            return assignment;
        }
    }

    /** As the scoring job's sinks are. */
    private static KafkaSink<Written> sink(JobOptions options) {
        String topic = Topics.withPrefix(options.topicPrefix()).assignments().name();
        KafkaSinkBuilder<Written> builder = KafkaSink.<Written>builder()
                .setBootstrapServers(options.bootstrap())
                .setRecordSerializer(new Bytes(topic));
        options.kafkaProperties().forEach(builder::setProperty);
        if (options.delivery() == Delivery.EXACTLY_ONCE) {
            builder.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                    .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
                    .setTransactionalIdPrefix(options.groupId() + "-" + topic)
                    .setProperty(
                            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                            Long.toString(options.transactionTimeout().toMillis()));
        } else {
            builder.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE);
        }
        return builder.build();
    }

    private static final class Bytes implements KafkaRecordSerializationSchema<Written> {
        private static final long serialVersionUID = 1L;

        private final String topic;

        Bytes(String topic) {
            this.topic = topic;
        }

        @Override
        public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {}

        @Override
        public ProducerRecord<byte[], byte[]> serialize(Written event, KafkaSinkContext context, Long timestamp) {
            return new ProducerRecord<>(topic, event.key().getBytes(StandardCharsets.UTF_8), event.value());
        }
    }
}
