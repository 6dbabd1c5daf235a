package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.ControlMessage;
import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.metrics.JobMetrics;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.RecordFormat;
import dev.riffle.schemas.codec.UnreadableRecordException;
import java.util.Optional;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what steers the job: records of the topics of models, of clusters and of verdicts. One that cannot be read is
 * logged, counted and passed over. A live object for one thread.
 */
final class ControlDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(ControlDecoder.class);

    private final RecordCodec<ModelRelease> models = RecordCodec.of(RecordFormat.AVRO, ModelRelease.class);
    private final RecordCodec<ClusterSnapshot> clusters = RecordCodec.of(RecordFormat.AVRO, ClusterSnapshot.class);
    /** Written by people's tools, in either format. */
    private final RecordCodec<AnalystVerdict> verdicts = RecordCodec.any(AnalystVerdict.class);

    private final Counter refused;

    ControlDecoder(MetricGroup metrics) {
        refused = metrics.counter(JobMetrics.CONTROL_RECORDS_REFUSED);
    }

    /** The record's message; nothing for a tombstone and for what cannot be read. */
    Optional<ControlMessage> decode(RawRecord raw, DecodeControl.Kind kind) {
        if (raw.value() == null) {
            // Compaction may forget the key, the job has no use for that.
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (kind) {
                        case MODELS -> ControlMessage.of(models.decode(raw.value()));
                        case CLUSTERS -> ControlMessage.of(clusters.decode(raw.value()));
                        case VERDICTS -> ControlMessage.of(verdicts.decode(raw.value()), raw.offset());
                    });
        } catch (UnreadableRecordException | RuntimeException e) {
            refused.inc();
            LOG.warn("Record {}-{}@{} is passed over: {}", raw.topic(), raw.partition(), raw.offset(), e.getMessage());
            return Optional.empty();
        }
    }
}
