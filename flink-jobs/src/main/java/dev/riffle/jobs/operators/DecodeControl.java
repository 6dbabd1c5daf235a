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
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topic of models, of clusters or of verdicts. A record that cannot be read is logged, counted and passed over. */
public final class DecodeControl extends ProcessFunction<RawRecord, ControlMessage> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeControl.class);

    /** Which topic's records come in. */
    public enum Kind {
        MODELS,
        CLUSTERS,
        VERDICTS
    }

    private final Kind kind;

    private transient RecordCodec<ModelRelease> models;
    private transient RecordCodec<ClusterSnapshot> clusters;
    private transient RecordCodec<AnalystVerdict> verdicts;
    private transient Counter refused;

    public DecodeControl(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void open(OpenContext context) {
        models = RecordCodec.of(RecordFormat.AVRO, ModelRelease.class);
        clusters = RecordCodec.of(RecordFormat.AVRO, ClusterSnapshot.class);
        // Written by people's tools, in either format.
        verdicts = RecordCodec.any(AnalystVerdict.class);
        refused = getRuntimeContext().getMetricGroup().counter(JobMetrics.CONTROL_RECORDS_REFUSED);
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<ControlMessage> out) {
        if (raw.value() == null) {
            // A tombstone: compaction may forget the key, the job has no use for that.
            return;
        }
        try {
            out.collect(
                    switch (kind) {
                        case MODELS -> ControlMessage.of(models.decode(raw.value()));
                        case CLUSTERS -> ControlMessage.of(clusters.decode(raw.value()));
                        case VERDICTS -> ControlMessage.of(verdicts.decode(raw.value()));
                    });
        } catch (UnreadableRecordException | RuntimeException e) {
            refused.inc();
            LOG.warn("Record {}-{}@{} is passed over: {}", raw.topic(), raw.partition(), raw.offset(), e.getMessage());
        }
    }
}
