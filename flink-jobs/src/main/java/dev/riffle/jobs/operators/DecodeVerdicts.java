package dev.riffle.jobs.operators;

import dev.riffle.jobs.flow.RawRecord;
import dev.riffle.jobs.metrics.JobMetrics;
import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.Finding;
import dev.riffle.schemas.codec.RecordCodec;
import dev.riffle.schemas.codec.UnreadableRecordException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the verdicts topic and passes on what confirms an event whose keys and time are known. A record that cannot be
 * read is logged, counted and passed over.
 */
public final class DecodeVerdicts extends ProcessFunction<RawRecord, AnalystVerdict> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeVerdicts.class);

    private final int keys;

    private transient RecordCodec<AnalystVerdict> codec;
    private transient Counter refused;

    /** @param keys how many key fields the pipeline names */
    public DecodeVerdicts(int keys) {
        this.keys = keys;
    }

    @Override
    public void open(OpenContext context) {
        codec = RecordCodec.any(AnalystVerdict.class);
        refused = getRuntimeContext().getMetricGroup().counter(JobMetrics.CONTROL_RECORDS_REFUSED);
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<AnalystVerdict> out) {
        if (raw.value() == null) {
            return;
        }
        AnalystVerdict verdict;
        try {
            verdict = codec.decode(raw.value());
        } catch (UnreadableRecordException | RuntimeException e) {
            refused.inc();
            LOG.warn("Record {}-{}@{} is passed over: {}", raw.topic(), raw.partition(), raw.offset(), e.getMessage());
            return;
        }
        if (verdict.getFinding() != Finding.TRUE_ALERT) {
            return;
        }
        if (verdict.getEventTime() == null || verdict.getKeys().size() < keys) {
            refused.inc();
            LOG.warn(
                    "The verdict on event {} has {} keys and event time {}; expected {} keys and a time",
                    verdict.getEventId(),
                    verdict.getKeys().size(),
                    verdict.getEventTime(),
                    keys);
            return;
        }
        out.collect(verdict);
    }
}
